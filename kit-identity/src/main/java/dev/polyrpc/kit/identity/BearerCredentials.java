package dev.polyrpc.kit.identity;

import dev.polyrpc.kit.failure.Failure;
import io.grpc.CallCredentials;
import io.grpc.Metadata;
import io.grpc.SecurityLevel;
import io.grpc.Status;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Call credentials that send an access token, over private channels only. Safe for use by many threads. */
public final class BearerCredentials extends CallCredentials {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final Supplier<CompletionStage<String>> tokens;

    private BearerCredentials(Supplier<CompletionStage<String>> tokens) {
        this.tokens = tokens;
    }

    /** Makes credentials that ask for the token anew at each call. */
    public static BearerCredentials of(Supplier<CompletionStage<String>> tokens) {
        return new BearerCredentials(tokens);
    }

    @Override
    public void applyRequestMetadata(RequestInfo request, Executor executor, MetadataApplier applier) {
        if (request.getSecurityLevel() != SecurityLevel.PRIVACY_AND_INTEGRITY) {
            applier.fail(Status.UNAUTHENTICATED.withDescription("no token is sent over a channel that is not private"));
            return;
        }
        tokens.get().whenComplete((token, failure) -> {
            if (failure == null) {
                Metadata headers = new Metadata();
                headers.put(AUTHORIZATION, "Bearer " + token);
                applier.apply(headers);
            } else {
                applier.fail(status(failure));
            }
        });
    }

    /** The Failure stays the cause, so that whoever made the call finds its reason. */
    private static Status status(Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
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
