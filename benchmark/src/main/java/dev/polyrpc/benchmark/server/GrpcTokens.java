package dev.polyrpc.benchmark.server;

import dev.polyrpc.kit.identity.BearerToken;
import dev.polyrpc.kit.identity.Caller;
import dev.polyrpc.kit.identity.TokenVerifier;
import dev.polyrpc.kit.tls.Thumbprint;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.List;
import java.util.concurrent.CompletionException;

/**
 * Lets those through who hold a token with the scope that reading takes. Waits at a token's first sight, as what is measured
 * are known ones. Safe for use by many threads.
 */
final class GrpcTokens implements ServerInterceptor {
    /** The token of the call being served. */
    static final Context.Key<String> TOKEN = Context.key("token");

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final TokenVerifier verifier;

    private GrpcTokens(TokenVerifier verifier) {
        this.verifier = verifier;
    }

    /** Takes what the verifier takes. */
    static GrpcTokens of(TokenVerifier verifier) {
        return new GrpcTokens(verifier);
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        try {
            String token = token(headers);
            Caller caller = caller(token);
            caller.requireHeldBy(Thumbprint.ofPeer(call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION)));
            if (caller.has("product:read")) {
                return Contexts.interceptCall(Context.current().withValue(TOKEN, token), call, headers, next);
            }
            call.close(Status.PERMISSION_DENIED, new Metadata());
        } catch (RuntimeException refused) {
            call.close(Status.UNAUTHENTICATED, new Metadata());
        }
        return new ServerCall.Listener<>() {};
    }

    private static String token(Metadata headers) {
        Iterable<String> values = headers.getAll(AUTHORIZATION);
        return BearerToken.of(values == null ? List.of() : values);
    }

    private Caller caller(String token) throws CompletionException {
        Caller known = verifier.cached(token);
        return known != null
                ? known
                : verifier.verify(token).toCompletableFuture().join();
    }
}
