package dev.polyrpc.client.demo;

import dev.polyrpc.proto.product.v1.AdjustInventoryRequest;
import java.util.UUID;

/** Requests that several chapters make. */
final class Requests {
    private Requests() {}

    /** An adjustment that nobody has asked for before. */
    static AdjustInventoryRequest adjustment(String productId, int change) {
        return AdjustInventoryRequest.newBuilder()
                .setProductId(productId)
                .setChange(change)
                .setRequestId(UUID.randomUUID().toString())
                .build();
    }
}
