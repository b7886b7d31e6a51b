package dev.polyrpc.kit.call;

import dev.polyrpc.kit.call.Polls.Polled;
import dev.polyrpc.kit.call.Polls.Watched;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** One poll, from its watch's beginning to its answer. Safe for use by many threads. */
final class Poll<E> {
    private final int limit;
    private final ToLongFunction<E> position;
    private final List<E> found = new ArrayList<>(); // by turns
    private final Turns turns = new Turns(this::read);
    private final CompletableFuture<Polled<E>> answer = new CompletableFuture<>();
    private volatile @Nullable Watched<E> events; // null until it has begun, as it may be asked before that
    private volatile boolean hurried;

    Poll(int limit, ToLongFunction<E> position) {
        this.limit = limit;
        this.position = position;
    }

    void begin(Function<Runnable, Watched<E>> watch) {
        Watched<E> begun = watch.apply(turns::ask);
        events = begun;
        answer().whenComplete((polled, problem) -> begun.close().run());
    }

    /** Reads what there is; from so long after now on, without waiting for more. */
    void waitFor(Duration time) {
        if (time.isZero() || time.isNegative()) {
            hurry();
            return;
        }
        turns.ask();
        CompletableFuture<Boolean> timer = new CompletableFuture<>();
        CompletionStage<Boolean> over = timer.completeOnTimeout(true, time.toNanos(), TimeUnit.NANOSECONDS);
        over.thenRun(this::hurry);
        answer().whenComplete((polled, problem) -> timer.cancel(false));
    }

    void hurry() {
        hurried = true;
        turns.ask();
    }

    void cancel() {
        answer.cancel(false);
    }

    CompletionStage<Polled<E>> answer() {
        return answer;
    }

    private void read() {
        Watched<E> watch = events;
        if (watch == null || answer.isDone()) {
            return;
        }
        boolean hurry = hurried; // asked first: what comes later takes another turn
        try {
            @Nullable E event = null;
            while (found.size() < limit && (event = watch.next().get()) != null) {
                found.add(event);
            }
            if (event != null) {
                complete(position.applyAsLong(event));
            } else if (isEnough(watch, hurry)) {
                complete(watch.position().getAsLong());
            }
        } catch (RuntimeException problem) {
            if (found.isEmpty()) {
                answer.completeExceptionally(problem);
            } else {
                complete(position.applyAsLong(found.get(found.size() - 1))); // the next poll is told
            }
        }
    }

    /** Whether nothing more is worth waiting for; a poll that is in a hurry still gets somewhere, or it would for ever be asked in vain. */
    private boolean isEnough(Watched<E> watch, boolean hurry) {
        if (!watch.behind().getAsBoolean()) {
            return hurry || !found.isEmpty();
        }
        return hurry && watch.position().getAsLong() > watch.start();
    }

    private void complete(long nextAfter) {
        answer.complete(new Polled<>(found, nextAfter));
    }
}
