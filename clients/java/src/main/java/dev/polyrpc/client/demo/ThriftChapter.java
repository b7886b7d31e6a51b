package dev.polyrpc.client.demo;

import dev.polyrpc.client.demo.Story.NotHeld;
import dev.polyrpc.client.session.Refusal;
import dev.polyrpc.client.session.Session;
import dev.polyrpc.client.session.ThriftMethods;
import dev.polyrpc.client.session.ThriftSession;
import dev.polyrpc.proto.product.v1.AdjustInventoryRequest;
import dev.polyrpc.proto.product.v1.GetProductRequest;
import dev.polyrpc.proto.product.v1.Product;
import java.util.UUID;
import java.util.concurrent.Callable;

/** The same calls over both wires: the same product, and where they are refused, the same refusal word for word. */
final class ThriftChapter {
    private final Story story;
    private final Session customer;
    private final ThriftSession customersThrift;
    private final Session warehouse;
    private final ThriftSession warehousesThrift;
    private final String productId;

    ThriftChapter(
            Story story,
            Session customer,
            ThriftSession customersThrift,
            Session warehouse,
            ThriftSession warehousesThrift,
            String productId) {
        this.story = story;
        this.customer = customer;
        this.customersThrift = customersThrift;
        this.warehouse = warehouse;
        this.warehousesThrift = warehousesThrift;
        this.productId = productId;
    }

    void play() throws NotHeld {
        story.chapter("The same over Thrift, gRPC's twin: one domain answers both");
        Product product = story.step("a product read over both wires is the same, to the last field", () -> {
            Product byGrpc = customer.products().getProduct(get(productId)).getProduct();
            Story.expect("over Thrift", Facts.of(byGrpc), Facts.of(getByThrift(productId)));
            return byGrpc;
        });
        story.detail("%s: %d on hand, read at etag %s"
                .formatted(product.getName(), product.getStock().getOnHand(), product.getEtag()));
        refusedAlike(
                "a product that nobody has",
                () -> customer.products().getProduct(get("no-such-product")),
                () -> getByThrift("no-such-product"));
        refusedAlike(
                "a customer adjusts the stock (wrong scope)",
                () -> customer.products().adjustInventory(adjustment(1)),
                () -> adjustByThrift(customersThrift, 1));
        refusedAlike(
                "an adjustment by 0",
                () -> warehouse.products().adjustInventory(adjustment(0)),
                () -> adjustByThrift(warehousesThrift, 0));
        refusedAlike(
                "more units taken than there are",
                () -> warehouse.products().adjustInventory(adjustment(-100_000)),
                () -> adjustByThrift(warehousesThrift, -100_000));
    }

    private void refusedAlike(String what, Callable<?> byGrpc, Callable<?> byThrift) throws NotHeld {
        Refusal refusal = story.step(what + ": refused alike on both", () -> {
            Refusal first = refusal(byGrpc);
            Refusal second = refusal(byThrift);
            Story.expect("over Thrift", first.toString(), second.toString());
            return first;
        });
        story.detail(refusal.toString());
    }

    /** Without the id of its call, which is another each time. */
    private static Refusal refusal(Callable<?> call) throws Exception {
        try {
            throw new IllegalStateException("was not refused; the answer was: " + call.call());
        } catch (RuntimeException e) {
            return Refusal.of(e).named("");
        }
    }

    private dev.polyrpc.thrift.product.v1.Product getByThrift(String id) {
        return customersThrift
                .products(
                        ThriftMethods.GET_PRODUCT,
                        new dev.polyrpc.thrift.product.v1.GetProductRequest().setProductId(id))
                .getProduct();
    }

    private Object adjustByThrift(ThriftSession client, int change) {
        return client.products(
                ThriftMethods.ADJUST_INVENTORY,
                new dev.polyrpc.thrift.product.v1.AdjustInventoryRequest()
                        .setProductId(productId)
                        .setChange(change)
                        .setRequestId(UUID.randomUUID().toString()));
    }

    private static GetProductRequest get(String id) {
        return GetProductRequest.newBuilder().setProductId(id).build();
    }

    private AdjustInventoryRequest adjustment(int change) {
        return Requests.adjustment(productId, change);
    }
}
