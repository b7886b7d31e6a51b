package dev.polyrpc.kit.identity;

import dev.polyrpc.kit.failure.Causes;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.tls.Thumbprint;
import io.grpc.CallCredentials;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.SecurityLevel;
import io.grpc.Status;
import io.netty.channel.unix.DomainSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Call credentials that send an access token, over private channels only: TLS, or a Unix socket to a sidecar. A token that is bound to a certificate (RFC 8705)
 * is good on connections that showed that certificate alone, so each call's own connection decides which token it takes.
 * Safe for use by many threads.
 */
public final class BearerCredentials extends CallCredentials {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final Function<@Nullable String, CompletionStage<String>> tokens;

    private BearerCredentials(Function<@Nullable String, CompletionStage<String>> tokens) {
        this.tokens = tokens;
    }

    /**
     * Makes credentials that ask for the token anew at each call.
     *
     * @param tokens the token for a connection on which this side showed the certificate of that thumbprint; null for none
     */
    public static BearerCredentials of(Function<@Nullable String, CompletionStage<String>> tokens) {
        return new BearerCredentials(tokens);
    }

    /** Makes credentials that send the same token over whichever connection. */
    public static BearerCredentials of(String token) {
        return new BearerCredentials(anyCertificate -> CompletableFuture.completedStage(token));
    }

    @Override
    public void applyRequestMetadata(RequestInfo request, Executor executor, MetadataApplier applier) {
        if (!isPrivate(request)) {
            applier.fail(Status.UNAUTHENTICATED.withDescription("no token is sent over a channel that is not private"));
            return;
        }
        token(certificate(request)).whenComplete((token, failure) -> {
            if (failure == null) {
                Metadata headers = new Metadata();
                headers.put(AUTHORIZATION, "Bearer " + token);
                applier.apply(headers);
            } else {
                applier.fail(status(failure));
            }
        });
    }

    private static boolean isPrivate(RequestInfo request) {
        return request.getSecurityLevel() == SecurityLevel.PRIVACY_AND_INTEGRITY
                || request.getTransportAttrs().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR) instanceof DomainSocketAddress;
    }

    /** None over a sidecar: each connection of ours to it has one of its own to the callee, which showed our newest then. */
    private static @Nullable String certificate(RequestInfo request) {
        SSLSession session = request.getTransportAttrs().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
        return session == null ? null : Thumbprint.ofLocal(session);
    }

    private CompletionStage<String> token(@Nullable String certificate) {
        try {
            return tokens.apply(certificate);
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e); // a throw would leave the call open until its deadline
        }
    }

    /** The Failure stays the cause, so that whoever made the call finds its reason. */
    private static Status status(Throwable thrown) {
        Throwable cause = Causes.unwrapped(thrown);
        if (!(cause instanceof Failure failure)) {
            return Status.INTERNAL.withCause(cause);
        }
        Status status = switch (failure.kind()) {
            case UNAUTHENTICATED -> Status.UNAUTHENTICATED;
            case DENIED -> Status.PERMISSION_DENIED;
            case UNAVAILABLE -> Status.UNAVAILABLE;
            case EXHAUSTED -> Status.RESOURCE_EXHAUSTED;
            case DEADLINE -> Status.DEADLINE_EXCEEDED;
            case INVALID, NOT_FOUND, EXISTS, CONFLICT, STATE, OUT_OF_RANGE, INTERNAL -> Status.INTERNAL;
        };
        return status.withDescription(failure.getMessage()).withCause(failure);
    }
}
