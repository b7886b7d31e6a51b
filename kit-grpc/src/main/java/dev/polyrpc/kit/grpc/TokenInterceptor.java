package dev.polyrpc.kit.grpc;

import dev.polyrpc.kit.call.Policy;
import dev.polyrpc.kit.identity.BearerToken;
import dev.polyrpc.kit.identity.Caller;
import dev.polyrpc.kit.identity.TokenVerifier;
import io.grpc.InternalMetadata;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Refuses calls without a token that this service's audience may accept. */
final class TokenInterceptor implements ServerInterceptor {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<byte[]> AS_IT_CAME =
            InternalMetadata.keyOf("authorization", new InternalMetadata.TrustedAsciiMarshaller<byte[]>() {
                @Override
                public byte[] toAsciiString(byte[] value) {
                    return value;
                }

                @Override
                public byte[] parseAsciiString(byte[] serialized) {
                    return serialized;
                }
            });

    private final TokenVerifier verifier;
    private final Map<String, Policy> policies;

    TokenInterceptor(TokenVerifier verifier, Map<String, Policy> policies) {
        this.verifier = verifier;
        this.policies = policies;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Policy policy = policies.get(call.getMethodDescriptor().getFullMethodName());
        if (policy != null && policy.open()) {
            return next.startCall(call, headers);
        }
        try {
            Caller caller = caller(headers);
            CallContext context = CallContext.current();
            caller.requireHeldBy(context.certificate);
            context.caller = caller;
        } catch (RuntimeException refused) {
            return Refusal.close(call, refused);
        }
        return next.startCall(call, headers);
    }

    /** Refuses none, two, and odd forms with a Failure. */
    static String token(Metadata headers) {
        Iterable<String> values = headers.getAll(AUTHORIZATION);
        return BearerToken.of(values == null ? List.of() : values);
    }

    /** The values as they came: to read a text of hundreds of characters out of each call is more than to know it again. */
    static Iterable<byte[]> authorization(Metadata headers) {
        Iterable<byte[]> values = headers.getAll(AS_IT_CAME);
        return values == null ? List.of() : values;
    }

    private Caller caller(Metadata headers) throws CompletionException {
        Caller known = CallThreads.known(headers);
        if (known != null) {
            return known;
        }
        CompletionStage<Caller> checked = CallThreads.checked();
        if (checked != null) {
            return checked.toCompletableFuture().join(); // done, or CallThreads would not have begun
        }
        Caller verified = verifier.cached(token(headers));
        if (verified == null) {
            throw BearerToken.refused("TOKEN_EXPIRED"); // it was known a moment ago, when the thread was chosen
        }
        return verified;
    }
}
