package dev.polyrpc.returns.domain;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the steps that were committed to, forward only: what is not known to have failed is asked for again under the
 * same movement id until it is known. One attempt at a time for each return. Safe for use by many threads.
 */
public final class ReturnSaga {
    /** How long one attempt may take. */
    public static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(2);

    /**
     * What proves that a movement did not take effect and never will: product management decided it on its content and its
     * stock. All else proves nothing, also a denial: who asks is checked before what became of earlier attempts.
     */
    private static final Set<Kind> REFUSALS =
            EnumSet.of(Kind.INVALID, Kind.NOT_FOUND, Kind.EXISTS, Kind.STATE, Kind.OUT_OF_RANGE);

    private static final Duration SHORTEST_ATTEMPT = Duration.ofMillis(20);

    private final ReturnStore store;
    private final StockKeeper stock;
    private final Clock clock;
    private final Backoff backoff;
    private final Set<String> running = ConcurrentHashMap.newKeySet();
    private final Waits waits = new Waits();

    /**
     * Makes the saga.
     *
     * @param interval how long to wait after the first attempt
     */
    public ReturnSaga(ReturnStore store, StockKeeper stock, Clock clock, Duration interval) {
        this.store = store;
        this.stock = stock;
        this.clock = clock;
        this.backoff = new Backoff(interval);
    }

    /**
     * Carries out what was committed to while its caller waits; completes with the return as the step left it, or, when that
     * is not known in time, as it was committed.
     */
    CompletionStage<ProductReturn> carryOut(Intent intent, Principal caller, Patience patience) {
        ProductReturn current = store.find(intent.returnId()).orElseThrow();
        if (current.number() > intent.number()) {
            return CompletableFuture.completedStage(current.asOf(intent.number() + 1));
        }
        Duration time = patience.left();
        CompletableFuture<ProductReturn> outcome = waits.add(current, time); // first wait, then run: see attempt
        boolean callers = caller.subject().equals(current.last().initiatedBy());
        if (callers && time.compareTo(SHORTEST_ATTEMPT) >= 0) {
            attempt(current, caller, time.compareTo(ATTEMPT_TIMEOUT) < 0 ? time : ATTEMPT_TIMEOUT);
        } else {
            resume(current);
        }
        return outcome;
    }

    /** Carries out a step after its call has ended; completes, always, with whether the attempt was made and written down. */
    CompletionStage<Boolean> resume(ProductReturn pending) {
        return attempt(pending, null, ATTEMPT_TIMEOUT);
    }

    /** Makes all that is pending due: what a process does that has just started. */
    public CompletionStage<Boolean> wake() {
        return store.write(changes -> {
            changes.scheduleAll(clock.instant());
            return true;
        });
    }

    /** Lets everybody go who waits for an outcome; the steps themselves go on. */
    public void endWaits() {
        waits.end();
    }

    private CompletionStage<Boolean> attempt(ProductReturn pending, @Nullable Principal caller, Duration timeout) {
        Optional<Step> step = Step.of(pending.state());
        if (step.isEmpty() || !running.add(pending.returnId())) {
            return CompletableFuture.completedStage(false);
        }
        return ask(pending, step.get(), caller, timeout)
                .handle((done, thrown) -> thrown == null ? Outcome.DONE : Outcome.of(step.get(), cause(thrown)))
                .thenCompose(outcome -> write(pending, step.get(), outcome))
                .handle((known, failure) -> {
                    running.remove(pending.returnId()); // before telling: who waits since then starts an attempt itself
                    if (known != null) {
                        known.ifPresent(waits::tell);
                    }
                    return known != null; // else the step is still due
                });
    }

    private CompletionStage<Void> ask(ProductReturn pending, Step step, @Nullable Principal caller, Duration timeout) {
        StockKeeper.Movement movement = new StockKeeper.Movement(
                step.movementId(pending.returnId()),
                step,
                pending.productId(),
                pending.quantity(),
                pending.last().initiatedBy());
        try {
            return caller == null ? stock.resume(movement, timeout) : stock.move(movement, caller, timeout);
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    /** Writes down what became of an attempt; completes with the return when that ended the step. */
    private CompletionStage<Optional<ProductReturn>> write(ProductReturn pending, Step step, Outcome outcome) {
        return store.write(changes -> {
            ProductReturn current = changes.find(pending.returnId()).orElseThrow();
            if (current.number() != pending.number()) {
                return Optional.of(current.asOf(pending.number() + 1)); // an attempt before this one has ended the step
            }
            if (!outcome.known) {
                int attempts = changes.attempts(pending.returnId()).orElse(0) + 1;
                changes.schedule(
                        pending.returnId(), step, attempts, clock.instant().plus(backoff.after(attempts)));
                return Optional.empty();
            }
            ProductReturn ended = outcome.refusal == null
                    ? current.complete(step, clock.instant())
                    : current.refuse(outcome.refusal, clock.instant());
            changes.append(ended);
            changes.unschedule(pending.returnId());
            return Optional.of(ended);
        });
    }

    private static Throwable cause(Throwable thrown) {
        return thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
    }

    /** What an attempt has shown. */
    private record Outcome(boolean known, @Nullable Failure refusal) {
        static final Outcome DONE = new Outcome(true, null);
        static final Outcome UNKNOWN = new Outcome(false, null);

        static Outcome of(Step step, Throwable thrown) {
            return step.mayBeRefused() && thrown instanceof Failure failure && REFUSALS.contains(failure.kind())
                    ? new Outcome(true, failure)
                    : UNKNOWN;
        }
    }
}
