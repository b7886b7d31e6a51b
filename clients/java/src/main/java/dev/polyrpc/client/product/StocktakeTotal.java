package dev.polyrpc.client.product;

import static dev.polyrpc.client.output.Column.number;
import static dev.polyrpc.client.output.Column.text;
import static dev.polyrpc.client.output.Column.word;

import dev.polyrpc.client.bulk.Total;
import dev.polyrpc.client.output.Output;
import dev.polyrpc.client.output.Rows;
import dev.polyrpc.client.output.View;
import dev.polyrpc.proto.product.v1.InventoryEvent;
import dev.polyrpc.proto.product.v1.ReconcileInventoryResponse;
import dev.polyrpc.proto.product.v1.ReconcileInventoryResponse.OutcomeCase;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Shows what becomes of each count as it is known, and counts it. Safe for use by many threads. */
final class StocktakeTotal implements Total {
    private final View<ReconcileInventoryResponse> view = new View<>(
            List.of(
                    number("line", 8, ReconcileInventoryResponse::getItem),
                    word("outcome", 9, answer -> outcome(answer.getOutcomeCase())),
                    word("product", 24, answer -> product(answer.getItem())),
                    text("what", 120, StocktakeTotal::words)),
            List.of());

    private final Map<Long, String> products = new HashMap<>();
    private final Rows<ReconcileInventoryResponse> rows;
    private final Map<OutcomeCase, Long> counts = new EnumMap<>(OutcomeCase.class);

    StocktakeTotal(Output output) {
        this.rows = output.rows(view);
    }

    /** A line is about to be sent; its answer will not name the product. */
    synchronized void sending(long line, String product) {
        products.put(line, product);
    }

    synchronized void add(ReconcileInventoryResponse answer) {
        counts.merge(answer.getOutcomeCase(), 1L, Long::sum);
        rows.add(answer);
        products.remove(answer.getItem());
    }

    @Override
    public synchronized boolean isEmpty() {
        return counts.isEmpty();
    }

    @Override
    public synchronized void show(Output output) {
        output.line("%,d as counted, %,d corrected, %,d refused"
                .formatted(count(OutcomeCase.CONFIRMED), count(OutcomeCase.CORRECTION), count(OutcomeCase.REFUSAL)));
    }

    @Override
    public synchronized int exitCode() {
        return count(OutcomeCase.REFUSAL) == 0 ? 0 : 1;
    }

    private synchronized String product(long line) {
        return products.getOrDefault(line, "");
    }

    private long count(OutcomeCase outcome) {
        return counts.getOrDefault(outcome, 0L);
    }

    private static String outcome(OutcomeCase outcome) {
        return switch (outcome) {
            case CORRECTION -> "corrected";
            case CONFIRMED -> "right";
            case REFUSAL -> "refused";
            case OUTCOME_NOT_SET -> "unknown";
        };
    }

    private static String words(ReconcileInventoryResponse answer) {
        InventoryEvent correction = answer.getCorrection();
        return switch (answer.getOutcomeCase()) {
            case CORRECTION ->
                "by %+d to %d on hand"
                        .formatted(correction.getChange(), correction.getStock().getOnHand());
            case CONFIRMED -> "%d on hand".formatted(answer.getConfirmed().getOnHand());
            case REFUSAL ->
                "%s: %s"
                        .formatted(
                                answer.getRefusal().getReason(),
                                answer.getRefusal().getMessage());
            case OUTCOME_NOT_SET -> "";
        };
    }
}
