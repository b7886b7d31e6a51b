package dev.polyrpc.systemtest;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** The manners of a good client: what may have gone unheard is sent again, with the same request id. */
final class Patience {
    private static final Set<Status.Code> UNKNOWN_OUTCOMES =
            Set.of(Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Patience() {}

    /** Calls until there is a definite answer: a result, or a refusal, which is thrown. */
    static <A> A definite(Runnable beforeRetry, Supplier<A> call) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            try {
                return call.get();
            } catch (StatusRuntimeException refusal) {
                if (!mayBeUnheard(refusal.getStatus()) || System.nanoTime() > end) {
                    throw refusal;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
                beforeRetry.run();
            }
        }
    }

    /** A bare channel of grpc-java calls it UNKNOWN where it writes to a connection that was lost a moment before. */
    private static boolean mayBeUnheard(Status status) {
        return UNKNOWN_OUTCOMES.contains(status.getCode()) || status.getCause() instanceof ClosedChannelException;
    }
}
