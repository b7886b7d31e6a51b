package dev.polyrpc.product;

import static dev.polyrpc.product.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.proto.product.v1.GetProductRequest;
import dev.polyrpc.proto.product.v1.InventoryCause;
import dev.polyrpc.proto.product.v1.InventoryEvent;
import dev.polyrpc.proto.product.v1.MoveStockRequest;
import dev.polyrpc.proto.product.v1.Movement;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc.ProductMgmtServiceBlockingStub;
import dev.polyrpc.proto.product.v1.Stock;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MoveStockTest {
    @TempDir
    static Path folder;

    private static ProductMgmtFixture fixture;
    private static ProductMgmtServiceBlockingStub alice;
    private static ProductMgmtServiceBlockingStub inspector;

    @BeforeAll
    static void start() {
        fixture = new ProductMgmtFixture(folder);
        alice = fixture.returning("alice", "stock:quarantine");
        inspector = fixture.returning("alice", "stock:settle");
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @Test
    void moveStock_everyMovement_movesUnits() {
        fixture.product("moved", 10);

        alice.moveStock(move("moved", 6, Movement.MOVEMENT_QUARANTINE));
        inspector.moveStock(move("moved", 1, Movement.MOVEMENT_RESTOCK));
        inspector.moveStock(move("moved", 2, Movement.MOVEMENT_WRITE_OFF));
        InventoryEvent last =
                alice.moveStock(move("moved", 3, Movement.MOVEMENT_WITHDRAW)).getEvent();

        assertThat(last.getCause()).isEqualTo(InventoryCause.INVENTORY_CAUSE_WITHDRAW);
        assertThat(last.getChange()).isEqualTo(3);
        assertThat(last.getInitiatedBy()).isEqualTo("alice");
        assertThat(last.getMovementId()).startsWith("returns/");
        assertThat(last.getStock())
                .isEqualTo(Stock.newBuilder()
                        .setOnHand(11)
                        .setQuarantined(0)
                        .setWrittenOff(2)
                        .setStockVersion(5)
                        .build());
        assertThat(stock("moved")).isEqualTo(last.getStock());
    }

    @Test
    void moveStock_sameMovementFromAnotherCaller_takesEffectOnce() { // DOM-5
        fixture.product("once", 0);
        MoveStockRequest movement = move("once", 2, Movement.MOVEMENT_QUARANTINE);
        InventoryEvent first = alice.moveStock(movement).getEvent();

        ProductMgmtServiceBlockingStub resumed = fixture.returning("return", "stock:quarantine", "stock:settle");

        assertThat(resumed.moveStock(movement).getEvent()).isEqualTo(first);
        assertThat(stock("once").getQuarantined()).isEqualTo(2);
    }

    @Test
    void moveStock_movementIdReused_isRefused() { // DOM-6
        fixture.product("reused", 0);
        MoveStockRequest movement = move("reused", 2, Movement.MOVEMENT_QUARANTINE);
        alice.moveStock(movement);

        refused(
                Kind.STATE,
                "MOVEMENT_ID_REUSED",
                () -> alice.moveStock(movement.toBuilder().setQuantity(3).build()));
    }

    @Test
    void moveStock_quarantineRefused_staysRefused() {
        MoveStockRequest movement = move("comes-later", 2, Movement.MOVEMENT_QUARANTINE);
        Failure first = refused(Kind.NOT_FOUND, "PRODUCT_NOT_FOUND", () -> alice.moveStock(movement));
        fixture.product("comes-later", 0);

        assertThat(refused(Kind.NOT_FOUND, "PRODUCT_NOT_FOUND", () -> alice.moveStock(movement)))
                .hasMessage(first.getMessage());
        assertThat(stock("comes-later").getQuarantined()).isZero();
    }

    @Test
    void moveStock_settlingRefused_maySucceedLater() { // DOM-2
        fixture.product("settled", 0);
        MoveStockRequest restock = move("settled", 2, Movement.MOVEMENT_RESTOCK);
        refused(Kind.STATE, "STOCK_OUT_OF_RANGE", () -> inspector.moveStock(restock));
        alice.moveStock(move("settled", 2, Movement.MOVEMENT_QUARANTINE));

        assertThat(inspector.moveStock(restock).getEvent().getStock().getOnHand())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 100_001, Integer.MIN_VALUE})
    void moveStock_quantityOutOfBounds_isInvalid(int quantity) { // DOM-1
        refused(
                Kind.INVALID,
                "QUANTITY_OUT_OF_RANGE",
                () -> alice.moveStock(move("any", quantity, Movement.MOVEMENT_QUARANTINE)));
    }

    @Test
    void moveStock_movementUnsaidOrUnknown_isInvalid() { // RPC-8
        refused(Kind.INVALID, "MOVEMENT_UNKNOWN", () -> alice.moveStock(move("any", 1, Movement.MOVEMENT_UNSPECIFIED)));
        refused(
                Kind.INVALID,
                "MOVEMENT_UNKNOWN",
                () -> alice.moveStock(move("any", 1, Movement.MOVEMENT_QUARANTINE).toBuilder()
                        .setMovementValue(99)
                        .build()));
    }

    @Test
    void moveStock_scopeOfAnotherMovement_isDenied() { // TOK-23
        fixture.product("scoped", 0);

        refused(Kind.DENIED, "SCOPE_MISSING", () -> alice.moveStock(move("scoped", 1, Movement.MOVEMENT_RESTOCK)));
        refused(Kind.DENIED, "SCOPE_MISSING", () -> alice.moveStock(move("scoped", 1, Movement.MOVEMENT_WRITE_OFF)));
        refused(
                Kind.DENIED,
                "SCOPE_MISSING",
                () -> inspector.moveStock(move("scoped", 1, Movement.MOVEMENT_QUARANTINE)));
        refused(Kind.DENIED, "SCOPE_MISSING", () -> inspector.moveStock(move("scoped", 1, Movement.MOVEMENT_WITHDRAW)));
    }

    @Test
    void moveStock_inSomebodyElsesName_isInvalidUnlessReturnResumes() {
        fixture.product("named", 0);
        MoveStockRequest bobs = move("named", 1, Movement.MOVEMENT_QUARANTINE).toBuilder()
                .setInitiatedBy("bob")
                .build();
        ProductMgmtServiceBlockingStub resumed = fixture.returning("return", "stock:quarantine");

        refused(Kind.INVALID, "INITIATOR_INVALID", () -> alice.moveStock(bobs));
        assertThat(resumed.moveStock(bobs).getEvent().getInitiatedBy()).isEqualTo("bob");
    }

    private static MoveStockRequest move(String productId, int quantity, Movement movement) {
        return MoveStockRequest.newBuilder()
                .setMovementId("returns/" + UUID.randomUUID() + ":step")
                .setProductId(productId)
                .setQuantity(quantity)
                .setMovement(movement)
                .setInitiatedBy("alice")
                .build();
    }

    private static Stock stock(String productId) {
        return fixture.warehouse()
                .getProduct(
                        GetProductRequest.newBuilder().setProductId(productId).build())
                .getProduct()
                .getStock();
    }
}
