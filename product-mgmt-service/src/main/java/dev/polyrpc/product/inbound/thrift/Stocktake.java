package dev.polyrpc.product.inbound.thrift;

import static dev.polyrpc.kit.thrift.Answers.listed;

import dev.polyrpc.kit.call.ItemList;
import dev.polyrpc.kit.call.ItemRefusals;
import dev.polyrpc.kit.thrift.ItemMessages;
import dev.polyrpc.product.domain.Inventory;
import dev.polyrpc.product.domain.RequestKey;
import dev.polyrpc.product.domain.StockCount;
import dev.polyrpc.thrift.product.v1.ReconcileInventoryAnswer;
import dev.polyrpc.thrift.product.v1.ReconcileInventoryItem;
import dev.polyrpc.thrift.product.v1.ReconcileInventoryOutcome;
import dev.polyrpc.thrift.product.v1.ReconcileInventoryRequest;
import dev.polyrpc.thrift.product.v1.ReconcileInventoryResponse;
import java.util.concurrent.CompletionStage;

/** One stocktake: the answer to each count of its list. */
final class Stocktake {
    private final Inventory inventory;
    private final String subject;

    Stocktake(Inventory inventory, String subject) {
        this.inventory = inventory;
        this.subject = subject;
    }

    CompletionStage<ReconcileInventoryResponse> take(ReconcileInventoryRequest request) {
        return ItemList.each(listed(request.getItems()), this::take).thenApply(ReconcileInventoryResponse::new);
    }

    private CompletionStage<ReconcileInventoryAnswer> take(ReconcileInventoryItem item, int place) {
        return ItemRefusals.orRefusal(
                        item.getItem(),
                        () -> inventory
                                .count(
                                        item.getProductId(),
                                        item.getCounted(),
                                        item.getStockVersion(),
                                        new RequestKey(subject, item.getRequestId()))
                                .thenApply(Stocktake::outcome),
                        refusal -> ReconcileInventoryOutcome.refusal(ItemMessages.toThrift(refusal, place)))
                .thenApply(outcome ->
                        new ReconcileInventoryAnswer().setItem(item.getItem()).setOutcome(outcome));
    }

    private static ReconcileInventoryOutcome outcome(StockCount count) {
        return count.correction() == null
                ? ReconcileInventoryOutcome.confirmed(ProductMapper.toThrift(count.stock()))
                : ReconcileInventoryOutcome.correction(InventoryEventMapper.toThrift(count.correction()));
    }
}
