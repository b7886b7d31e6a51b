package dev.polyrpc.returns.domain;

import dev.polyrpc.kit.failure.Causes;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
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
    private final Executor steps;
    private final Set<String> running = ConcurrentHashMap.newKeySet();
    private final Waits waits = new Waits();

    /**
     * Makes the saga.
     *
     * @param interval how long to wait after the first attempt
     * @param steps where steps are begun, so that the store's writer goes on writing; what it rejects is left to the timer
     */
    public ReturnSaga(ReturnStore store, StockKeeper stock, Clock clock, Duration interval, Executor steps) {
        this.store = store;
        this.stock = stock;
        this.clock = clock;
        this.backoff = new Backoff(interval);
        this.steps = steps;
    }

    /**
     * Carries out what was committed to while its caller waits; completes with the return as the step left it, or, when that
     * is not known in time, as it was committed.
     */
    CompletionStage<ProductReturn> carryOut(Intent intent, Principal caller, Patience patience) {
        try {
            return CompletableFuture.supplyAsync(
                            () -> await(intent, patience, current -> begin(current, caller, patience)), steps)
                    .thenCompose(outcome -> outcome);
        } catch (RejectedExecutionException e) { // too many steps to begin: the timer takes this one up
            return await(intent, patience, current -> {});
        }
    }

    private CompletionStage<ProductReturn> await(Intent intent, Patience patience, Consumer<ProductReturn> beginning) {
        ProductReturn current = store.find(intent.returnId()).orElseThrow();
        if (current.number() > intent.number()) {
            return CompletableFuture.completedStage(current.asOf(intent.number() + 1));
        }
        CompletableFuture<ProductReturn> outcome = waits.add(current, patience.left());
        beginning.accept(current); // first wait, then run: see attempt
        return outcome;
    }

    private void begin(ProductReturn current, Principal caller, Patience patience) {
        Duration time = patience.left();
        boolean callers = caller.subject().equals(current.last().initiatedBy());
        if (callers && time.compareTo(SHORTEST_ATTEMPT) >= 0) {
            attempt(current, caller, time.compareTo(ATTEMPT_TIMEOUT) < 0 ? time : ATTEMPT_TIMEOUT);
        } else {
            resume(current);
        }
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
                .handle((done, thrown) ->
                        thrown == null ? Outcome.DONE : Outcome.of(step.get(), Causes.unwrapped(thrown)))
                .thenCompose(outcome -> write(pending, step.get(), outcome))
                .handle((known, failure) -> {
                    running.remove(pending.returnId()); // before telling: who waits since then starts an attempt itself
                    Optional<ProductReturn> now = known == null ? Optional.empty() : known;
                    now.ifPresent(waits::tell);
                    waits.latest(pending.returnId())
                            .or(() -> now)
                            .filter(latest -> latest.number() > pending.number())
                            .ifPresent(this::beginNext);
                    return known != null; // else the step is still due
                });
    }

    /** Begins the step that was decided, and kept from beginning, while an attempt at the one before it was under way. */
    private void beginNext(ProductReturn latest) {
        if (Step.of(latest.state()).isEmpty()) {
            return;
        }
        try {
            steps.execute(() -> resume(latest));
        } catch (RejectedExecutionException e) { // the timer takes it up: it is still due
            return;
        }
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

    /** Writes down what became of an attempt; completes with the return as it is now when the step has ended. */
    private CompletionStage<Optional<ProductReturn>> write(ProductReturn pending, Step step, Outcome outcome) {
        return store.write(changes -> {
            ProductReturn current = changes.find(pending.returnId()).orElseThrow();
            if (current.number() != pending.number()) {
                return Optional.of(current); // an attempt before this one has ended the step
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
