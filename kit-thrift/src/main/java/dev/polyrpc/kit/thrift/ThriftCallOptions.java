package dev.polyrpc.kit.thrift;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What goes with one call. Immutable.
 *
 * @param timeout the most that it may take, all in all
 * @param requestId the call's name in every log; null = the server makes one
 * @param tokens the token for a connection on which this side showed the certificate of that thumbprint; null for none
 */
public record ThriftCallOptions(
        Duration timeout, @Nullable String requestId, Function<@Nullable String, CompletionStage<String>> tokens) {
    /** A call within that time, whose token depends on the certificate that its connection has shown. */
    public static ThriftCallOptions of(Duration timeout, Function<@Nullable String, CompletionStage<String>> tokens) {
        return new ThriftCallOptions(timeout, null, tokens);
    }

    /** A call within that time, with this token over whichever connection. */
    public static ThriftCallOptions of(Duration timeout, String token) {
        return of(timeout, anyCertificate -> CompletableFuture.completedStage(token));
    }

    /** The same with a name for the logs. */
    public ThriftCallOptions named(String requestId) {
        return new ThriftCallOptions(timeout, requestId, tokens);
    }
}
