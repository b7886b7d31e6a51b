package dev.polyrpc.returns.domain;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * What callers do with returns. Each call commits its intent first, then waits for the step to be carried out, as long as it
 * has time. Safe for use by many threads; only the first look of {@link #cancel} reads on the calling thread.
 */
public final class ReturnCommands {
    private final ReturnStore store;
    private final ReturnSaga saga;
    private final Clock clock;
    private final Supplier<String> ids;

    /**
     * Makes the commands.
     *
     * @param ids makes the names of new returns, later ones sorting later
     */
    public ReturnCommands(ReturnStore store, ReturnSaga saga, Clock clock, Supplier<String> ids) {
        this.store = store;
        this.saga = saga;
        this.clock = clock;
        this.ids = ids;
    }

    /** Opens a return; completes with it QUARANTINED or still REQUESTED, fails as product management refused its units. */
    public CompletionStage<ProductReturn> initiate(
            Principal caller, NewReturn wanted, String requestId, Patience patience) {
        RequestKey key = new RequestKey(caller.subject(), "InitiateReturn", requestId, wanted);
        return store.once(key, changes -> open(changes, caller, wanted))
                .thenCompose(intent -> saga.carryOut(intent, caller, patience))
                .thenCompose(opened -> opened.refusal()
                        .map(CompletableFuture::<ProductReturn>failedStage)
                        .orElseGet(() -> CompletableFuture.completedStage(opened)));
    }

    /** Decides a quarantined return; completes with it RESTOCKED or WRITTEN_OFF, or on its way there. */
    public CompletionStage<ProductReturn> inspect(
            Principal caller, Inspection inspection, String requestId, Patience patience) {
        RequestKey key = new RequestKey(caller.subject(), "InspectReturn", requestId, inspection);
        Step step = inspection.verdict().step();
        return store.once(key, changes -> decide(changes, caller, inspection.returnId(), step, inspection.note()))
                .thenCompose(intent -> saga.carryOut(intent, caller, patience));
    }

    /** Withdraws a return that nobody has inspected; completes with it WITHDRAWN, or on its way there. */
    public CompletionStage<ProductReturn> cancel(
            Principal caller, Cancellation cancellation, String requestId, Patience patience) {
        RequestKey key = new RequestKey(caller.subject(), "CancelReturn", requestId, cancellation);
        String returnId = cancellation.returnId();
        return quarantineKnown(caller, returnId, patience)
                .thenCompose(
                        nothing -> store.once(key, changes -> decide(changes, caller, returnId, Step.WITHDRAW, "")))
                .thenCompose(intent -> saga.carryOut(intent, caller, patience));
    }

    private CompletionStage<?> quarantineKnown(Principal caller, String returnId, Patience patience) {
        Optional<ProductReturn> seen = store.find(returnId).filter(caller::sees);
        if (seen.isEmpty() || seen.get().state() != ReturnState.REQUESTED) {
            return CompletableFuture.completedStage(returnId);
        }
        return saga.carryOut(new Intent(returnId, seen.get().number()), caller, patience);
    }

    private Intent open(ReturnChanges changes, Principal caller, NewReturn wanted) {
        if (changes.hasLive(caller.subject(), wanted.order(), wanted.productId())) {
            throw new Failure(
                    Kind.STATE,
                    "ALREADY_RETURNED",
                    "order, product_id: a return of '%s' of this order is under way (expected: one at a time)"
                            .formatted(wanted.productId()),
                    Map.of("product_id", wanted.productId()));
        }
        ProductReturn opened = ProductReturn.open(ids.get(), wanted, caller.subject(), clock.instant());
        changes.insert(opened);
        return scheduled(changes, opened, Step.QUARANTINE);
    }

    private Intent decide(ReturnChanges changes, Principal caller, String returnId, Step step, String note) {
        ProductReturn current = changes.find(returnId).filter(caller::sees).orElseThrow(() -> notFound(returnId));
        if (step == Step.WITHDRAW && current.state() == ReturnState.REQUESTED) {
            throw new Failure(
                    Kind.UNAVAILABLE,
                    "QUARANTINE_UNKNOWN",
                    "it is not known yet whether the units are in quarantine: retry",
                    Map.of("return_id", returnId));
        }
        ProductReturn decided = current.decide(step, caller.subject(), note, clock.instant());
        changes.append(decided);
        return scheduled(changes, decided, step);
    }

    /** The intent of a step that the timer takes over when the call cannot finish it. */
    private Intent scheduled(ReturnChanges changes, ProductReturn decided, Step step) {
        Instant due = decided.updateTime().plus(ReturnSaga.ATTEMPT_TIMEOUT);
        changes.schedule(decided.returnId(), step, 0, due);
        return new Intent(decided.returnId(), decided.number());
    }

    static Failure notFound(String returnId) {
        return new Failure(
                Kind.NOT_FOUND,
                "RETURN_NOT_FOUND",
                "return_id: %s (expected: one of a return that the caller may see)".formatted(returnId),
                Map.of("return_id", returnId));
    }
}
