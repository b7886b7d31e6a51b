package dev.polyrpc.benchmark.stack;

import com.google.protobuf.Timestamp;
import dev.polyrpc.proto.product.v1.InventoryCause;
import dev.polyrpc.proto.product.v1.InventoryEvent;
import dev.polyrpc.proto.product.v1.Product;
import dev.polyrpc.proto.product.v1.Stock;

/** What every stack answers with: the catalogue's products, all of one size, and a change of their stock. */
public final class SampleMessages {
    private static final Timestamp TIME = Timestamp.newBuilder()
            .setSeconds(1_795_000_000L)
            .setNanos(123_000_000)
            .build();

    private SampleMessages() {}

    /** The id of the n-th product. */
    public static String productId(int n) {
        return "product-%07d".formatted(n);
    }

    /** The n-th product as the catalogue is asked to hold it. */
    public static Product product(int n) {
        return Product.newBuilder()
                .setProductId(productId(n))
                .setName("Chai no. %07d".formatted(n))
                .setCategory("Beverages")
                .setQuantityPerUnit("10 boxes")
                .setUnitPriceCents(1_800)
                .build();
    }

    /** The first product as a service answers with it. */
    public static Product answered() {
        return product(0).toBuilder()
                .setEtag("1")
                .setStock(Stock.newBuilder().setOnHand(39).setStockVersion(1))
                .setCreateTime(TIME)
                .setUpdateTime(TIME)
                .build();
    }

    /** A change of stock as a watcher gets it. */
    public static InventoryEvent event() {
        return InventoryEvent.newBuilder()
                .setPosition(100_000)
                .setProductId(productId(0))
                .setCause(InventoryCause.INVENTORY_CAUSE_ADJUSTMENT)
                .setChange(1)
                .setStock(Stock.newBuilder().setOnHand(39).setStockVersion(1))
                .setInitiatedBy("subject-0001")
                .setEventTime(TIME)
                .build();
    }
}
