package dev.polyrpc.kit.call;

import dev.polyrpc.kit.failure.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Watches that are read by asking again and again, for wires that answer a call once: each poll is a watch from where the
 * one before ended. A poll that waits holds no thread. Safe for use by many threads.
 */
public final class Polls implements AutoCloseable {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;
    private static final int MAX_WAIT_MS = 20_000;

    /** What is kept back of a caller's time, so that the answer still arrives. */
    private static final Duration RESERVE = Duration.ofMillis(100);

    private final Set<Poll<?>> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * Reads the events that there are, or waits for a first one; completes, with none where none came in time.
     *
     * @param asked how many events, and how long to wait
     * @param timeLeft how long the caller waits for the answer; the poll waits a little less
     * @param end of the call: whoever asked has gone, if there is no answer by then
     * @param position where an event stands
     * @param begin begins the watch; is given what to run whenever there may be a next event
     */
    public <E> CompletionStage<Polled<E>> poll(
            Asked asked,
            Duration timeLeft,
            CompletionStage<?> end,
            ToLongFunction<E> position,
            Function<Runnable, Watched<E>> begin) {
        Poll<E> poll = new Poll<>(asked.limit == 0 ? DEFAULT_LIMIT : asked.limit, position);
        poll.begin(begin);
        open.add(poll);
        CompletionStage<Polled<E>> answer = poll.answer().whenComplete((polled, problem) -> open.remove(poll));
        end.whenComplete((done, problem) -> poll.cancel());
        Duration wait = Duration.ofMillis(asked.waitMs);
        Duration most = timeLeft.minus(RESERVE);
        poll.waitFor(closed ? Duration.ZERO : wait.compareTo(most) < 0 ? wait : most);
        return answer;
    }

    /** Has every poll answer with what there is, and from now on none wait; to be called before the server closes. */
    @Override
    public void close() {
        closed = true;
        open.forEach(Poll::hurry);
    }

    /**
     * What a poll asks for.
     *
     * @param limit events, at most: 0 to 1000; 0 = 100
     * @param waitMs milliseconds to wait for a first event: 0 to 20000
     */
    public record Asked(int limit, int waitMs) {
        /** Refuses what no poll may ask for. */
        public Asked {
            if (limit < 0 || limit > MAX_LIMIT) {
                throw Failure.invalid("LIMIT_OUT_OF_RANGE", "limit", limit, "0 to " + MAX_LIMIT);
            }
            if (waitMs < 0 || waitMs > MAX_WAIT_MS) {
                throw Failure.invalid("WAIT_OUT_OF_RANGE", "wait_ms", waitMs, "0 to " + MAX_WAIT_MS);
            }
        }
    }

    /**
     * A watch that has begun.
     *
     * @param start the position after which it began
     * @param next the next event, or null when there is none now
     * @param position the position up to which {@code next} has given all, once it gave null
     * @param behind whether events of the past are on their way, so that null says nothing yet
     * @param close ends it
     */
    public record Watched<E>(
            long start, Supplier<@Nullable E> next, LongSupplier position, BooleanSupplier behind, Runnable close) {}

    /**
     * The answer to a poll.
     *
     * @param nextAfter the position that the next poll goes on after
     */
    public record Polled<E>(List<E> events, long nextAfter) {
        /** Keeps a copy. */
        public Polled {
            events = List.copyOf(events);
        }
    }
}
