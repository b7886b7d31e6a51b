package dev.polyrpc.returns.domain;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Goods that a customer sends back, with every state they have been in. Immutable: each change makes a new one.
 *
 * @param history the states so far, oldest first; never empty
 * @param refusal why product management refused the units; empty but in REFUSED
 */
public record ProductReturn(
        String returnId,
        String order,
        String productId,
        int quantity,
        ReturnReason reason,
        String customer,
        List<ReturnStateChange> history,
        Optional<Failure> refusal) {

    /** Keeps a copy of the history. */
    public ProductReturn {
        history = List.copyOf(history);
        if (history.isEmpty()) {
            throw new IllegalArgumentException("a return without history");
        }
    }

    /** Opens a return: the intent to take its units into quarantine. */
    static ProductReturn open(String returnId, NewReturn wanted, String customer, Instant now) {
        return new ProductReturn(
                returnId,
                wanted.order(),
                wanted.productId(),
                wanted.quantity(),
                wanted.reason(),
                customer,
                List.of(new ReturnStateChange(ReturnState.REQUESTED, customer, "", now)),
                Optional.empty());
    }

    /** Where the return is. */
    public ReturnState state() {
        return last().state();
    }

    /** When it was opened. */
    public Instant createTime() {
        return history.get(0).changeTime();
    }

    /** When its state last changed. */
    public Instant updateTime() {
        return last().changeTime();
    }

    /** The latest entry of its history. */
    public ReturnStateChange last() {
        return history.get(history.size() - 1);
    }

    /** How often it has changed: the number, from 1, of the latest entry of its history. */
    public int number() {
        return history.size();
    }

    /** The return as it was when its history had so many entries. */
    ProductReturn asOf(int number) {
        return with(history.subList(0, Math.min(number, history.size())), refusal);
    }

    /** Decides what becomes of the units; fails with RETURN_STATE unless they wait in quarantine. */
    ProductReturn decide(Step step, String subject, String note, Instant now) {
        return to(step.intent(), subject, note, now);
    }

    /** The step that was decided took effect. */
    ProductReturn complete(Step step, Instant now) {
        return to(step.outcome(), last().initiatedBy(), "", now);
    }

    /** The units were refused, and never will be taken. */
    ProductReturn refuse(Failure why, Instant now) {
        ProductReturn refused = to(ReturnState.REFUSED, last().initiatedBy(), why.getMessage(), now);
        return refused.with(refused.history, Optional.of(why));
    }

    private ProductReturn to(ReturnState next, String subject, String note, Instant now) {
        if (!state().leadsTo(next)) {
            throw new Failure(
                    Kind.STATE,
                    "RETURN_STATE",
                    "state: %s (expected: one that leads to %s)".formatted(state(), next),
                    Map.of("return_id", returnId, "state", state().name()));
        }
        List<ReturnStateChange> longer = new ArrayList<>(history);
        longer.add(new ReturnStateChange(next, subject, note, now));
        return with(longer, refusal);
    }

    private ProductReturn with(List<ReturnStateChange> otherHistory, Optional<Failure> otherRefusal) {
        return new ProductReturn(returnId, order, productId, quantity, reason, customer, otherHistory, otherRefusal);
    }
}
