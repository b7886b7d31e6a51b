package dev.polyrpc.product.inbound.grpc;

import dev.polyrpc.kit.call.ItemRefusal;
import dev.polyrpc.kit.call.ItemRefusals;
import dev.polyrpc.kit.grpc.ItemMessages;
import dev.polyrpc.product.domain.Inventory;
import dev.polyrpc.product.domain.RequestKey;
import dev.polyrpc.product.domain.StockCount;
import dev.polyrpc.proto.product.v1.ReconcileInventoryRequest;
import dev.polyrpc.proto.product.v1.ReconcileInventoryResponse;
import java.util.concurrent.CompletionStage;

/** One stocktake: the answer to each count. */
final class Stocktake {
    private final Inventory inventory;
    private final String subject;

    Stocktake(Inventory inventory, String subject) {
        this.inventory = inventory;
        this.subject = subject;
    }

    CompletionStage<ReconcileInventoryResponse> take(ReconcileInventoryRequest request) {
        return ItemRefusals.orRefusal(
                request.getItem(),
                () -> inventory
                        .count(
                                request.getProductId(),
                                request.getCounted(),
                                request.getStockVersion(),
                                new RequestKey(subject, request.getRequestId()))
                        .thenApply(count -> answer(request.getItem(), count)),
                Stocktake::answer);
    }

    private static ReconcileInventoryResponse answer(long item, StockCount count) {
        ReconcileInventoryResponse.Builder answer =
                ReconcileInventoryResponse.newBuilder().setItem(item);
        return count.correction() == null
                ? answer.setConfirmed(ProductMapper.toProto(count.stock())).build()
                : answer.setCorrection(InventoryEventMapper.toProto(count.correction()))
                        .build();
    }

    private static ReconcileInventoryResponse answer(ItemRefusal refusal) {
        return ReconcileInventoryResponse.newBuilder()
                .setItem(refusal.item())
                .setRefusal(ItemMessages.toProto(refusal))
                .build();
    }
}
