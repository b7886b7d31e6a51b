package dev.polyrpc.client.demo;

import dev.polyrpc.client.demo.Story.NotHeld;
import dev.polyrpc.client.session.Refusal;
import dev.polyrpc.client.session.Session;
import dev.polyrpc.kit.identity.BearerCredentials;
import dev.polyrpc.proto.product.v1.AdjustInventoryRequest;
import dev.polyrpc.proto.product.v1.GetProductRequest;
import dev.polyrpc.proto.product.v1.MoveStockRequest;
import dev.polyrpc.proto.product.v1.Movement;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc.ProductMgmtServiceBlockingStub;
import io.grpc.Status.Code;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;

/** What must not be done is refused, with a reason that a program can act on. */
final class RefusalChapter {
    private final Story story;
    private final Session customer;
    private final Session warehouse;
    private final String productId;

    RefusalChapter(Story story, Session customer, Session warehouse, String productId) {
        this.story = story;
        this.customer = customer;
        this.warehouse = warehouse;
        this.productId = productId;
    }

    void play() throws NotHeld {
        story.chapter("What is refused: calls without the right token");
        ProductMgmtServiceBlockingStub bare = ProductMgmtServiceGrpc.newBlockingStub(warehouse.productChannel());
        GetProductRequest read =
                GetProductRequest.newBuilder().setProductId(productId).build();
        refused("no token", Code.UNAUTHENTICATED, "TOKEN_INVALID", () -> bare.getProduct(read));
        refused(
                "a good token, meant for the gateway (wrong audience)",
                Code.UNAUTHENTICATED,
                "TOKEN_INVALID",
                () -> with(warehouse.token("gateway", Set.of()), bare).getProduct(read));
        refused(
                "a customer adjusts the stock (wrong scope)",
                Code.PERMISSION_DENIED,
                "SCOPE_MISSING",
                () -> customer.products().adjustInventory(adjust(1)));
        refused(
                "the warehouse moves returned units itself (wrong process)",
                Code.PERMISSION_DENIED,
                "PEER_NOT_ALLOWED",
                () -> warehouse.products().moveStock(move()));
        refused(
                "a customer asks for a scope that none may hold",
                Code.PERMISSION_DENIED,
                "SCOPE_MISSING",
                () -> customer.token("product-mgmt", Set.of("stock:settle")));

        story.chapter("What is refused: bad input");
        refused(
                "an adjustment by 0",
                Code.INVALID_ARGUMENT,
                "QUANTITY_OUT_OF_RANGE",
                () -> warehouse.products().adjustInventory(adjust(0)));
        refused(
                "more units taken than there are",
                Code.FAILED_PRECONDITION,
                "STOCK_OUT_OF_RANGE",
                () -> warehouse.products().adjustInventory(adjust(-100_000)));
        refused(
                "a product that nobody has",
                Code.NOT_FOUND,
                "PRODUCT_NOT_FOUND",
                () -> customer.products()
                        .getProduct(GetProductRequest.newBuilder()
                                .setProductId("no-such-product")
                                .build()));
    }

    private void refused(String what, Code code, String reason, Callable<?> call) throws NotHeld {
        Refusal refusal = story.step(what, () -> {
            try {
                throw new IllegalStateException("was not refused; the answer was: " + call.call());
            } catch (RuntimeException e) {
                Refusal refused = Refusal.of(e);
                Story.expect("refusal", code + " " + reason, refused.code() + " " + refused.reason());
                return refused;
            }
        });
        story.detail(refusal.toString());
    }

    private static ProductMgmtServiceBlockingStub with(String token, ProductMgmtServiceBlockingStub stub) {
        return stub.withCallCredentials(BearerCredentials.of(token));
    }

    private AdjustInventoryRequest adjust(int change) {
        return Requests.adjustment(productId, change);
    }

    private MoveStockRequest move() {
        return MoveStockRequest.newBuilder()
                .setMovementId("returns/" + UUID.randomUUID() + ":restock")
                .setProductId(productId)
                .setQuantity(1)
                .setMovement(Movement.MOVEMENT_RESTOCK)
                .setInitiatedBy(warehouse.name())
                .build();
    }
}
