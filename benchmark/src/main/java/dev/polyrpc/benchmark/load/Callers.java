package dev.polyrpc.benchmark.load;

import io.grpc.CallOptions;
import io.grpc.Metadata;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Who calls: nobody in particular, or one of many subjects, each with a token and a deadline. Immutable.
 *
 * @param bearers a value of {@code authorization} for each subject; empty = no token and no deadline
 */
public record Callers(List<String> bearers) {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final long DEADLINE_S = 20;

    /** Keeps a copy. */
    public Callers {
        bearers = List.copyOf(bearers);
    }

    /** Sends neither token nor deadline. */
    public static Callers nobody() {
        return new Callers(List.of());
    }

    /** Sends one of these tokens with each call. */
    public static Callers of(List<String> tokens) {
        return new Callers(tokens.stream().map(token -> "Bearer " + token).toList());
    }

    /** Of one call: its token, chosen by a number. */
    public Metadata headers(int random) {
        Metadata headers = new Metadata();
        if (!bearers.isEmpty()) {
            headers.put(AUTHORIZATION, bearers.get(random % bearers.size()));
        }
        return headers;
    }

    CallOptions unary() {
        return bearers.isEmpty()
                ? CallOptions.DEFAULT
                : CallOptions.DEFAULT.withDeadlineAfter(DEADLINE_S, TimeUnit.SECONDS);
    }
}
