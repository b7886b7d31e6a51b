package dev.polyrpc.product;

import static dev.polyrpc.product.ProductMgmtFixture.newRequestId;
import static dev.polyrpc.product.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.proto.product.v1.AdjustInventoryRequest;
import dev.polyrpc.proto.product.v1.GetProductRequest;
import dev.polyrpc.proto.product.v1.InventoryCause;
import dev.polyrpc.proto.product.v1.InventoryEvent;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc.ProductMgmtServiceBlockingStub;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InventoryTest {
    @TempDir
    static Path folder;

    private static ProductMgmtFixture fixture;
    private static ProductMgmtServiceBlockingStub warehouse;

    private final String chai = "chai-" + UUID.randomUUID();

    @BeforeAll
    static void start() {
        fixture = new ProductMgmtFixture(folder);
        warehouse = fixture.warehouse();
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @Test
    void adjustInventory_severalProducts_eventsInOneOrderAndVersionsWithoutGap() {
        fixture.product(chai, 0);
        fixture.product("chang", 0);

        InventoryEvent first = adjust(chai, 10, newRequestId());
        InventoryEvent other = adjust("chang", 7, newRequestId());
        InventoryEvent second = adjust(chai, -4, newRequestId());

        assertThat(second.getCause()).isEqualTo(InventoryCause.INVENTORY_CAUSE_ADJUSTMENT);
        assertThat(second.getChange()).isEqualTo(-4);
        assertThat(second.getStock().getOnHand()).isEqualTo(6);
        assertThat(second.getInitiatedBy()).isEqualTo("warehouse");
        assertThat(second.getMovementId()).isEmpty();
        assertThat(List.of(first, other, second))
                .extracting(InventoryEvent::getPosition)
                .isSorted();
        assertThat(List.of(first, other, second))
                .extracting(event -> event.getStock().getStockVersion())
                .containsExactly(1L, 1L, 2L);
        assertThat(onHand(chai)).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100_001, -100_001, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void adjustInventory_outOfBounds_isInvalid(int change) { // DOM-1
        fixture.product(chai, 5);

        Failure refusal = refused(Kind.INVALID, "QUANTITY_OUT_OF_RANGE", () -> adjust(chai, change, newRequestId()));

        assertThat(refusal).hasMessageStartingWith("change: " + change + " (expected: ");
        assertThat(onHand(chai)).isEqualTo(5);
    }

    @Test
    void adjustInventory_wouldGoBelowZero_isRefused() { // DOM-2
        fixture.product(chai, 5);

        refused(Kind.STATE, "STOCK_OUT_OF_RANGE", () -> adjust(chai, -6, newRequestId()));
        assertThat(onHand(chai)).isEqualTo(5);
        assertThat(adjust(chai, -5, newRequestId()).getStock().getOnHand()).isZero();
    }

    @Test
    void adjustInventory_unknownProduct_isNotFound() { // DOM-3
        refused(Kind.NOT_FOUND, "PRODUCT_NOT_FOUND", () -> adjust("nobody-knows", 1, newRequestId()));
    }

    @Test
    void adjustInventory_50AtOnceAndAcrossARestart_oneEffectTheSameAnswer() throws Exception { // DOM-5
        fixture.product(chai, 5);
        String requestId = newRequestId();
        ExecutorService callers = Executors.newFixedThreadPool(50);
        Set<InventoryEvent> answers = new HashSet<>();
        try {
            List<Future<InventoryEvent>> calls = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                calls.add(callers.submit(() -> adjust(chai, 10, requestId)));
            }
            for (Future<InventoryEvent> call : calls) {
                answers.add(call.get());
            }
        } finally {
            callers.shutdownNow();
        }
        fixture.restart();
        warehouse = fixture.warehouse();
        answers.add(adjust(chai, 10, requestId));

        assertThat(answers).hasSize(1);
        assertThat(onHand(chai)).isEqualTo(15);
    }

    @Test
    void adjustInventory_refusedBefore_isRefusedTheSameWayAcrossARestart() { // DOM-5
        fixture.product(chai, 5);
        String requestId = newRequestId();
        Failure first = refused(Kind.STATE, "STOCK_OUT_OF_RANGE", () -> adjust(chai, -6, requestId));
        adjust(chai, 100, newRequestId());
        fixture.restart();
        warehouse = fixture.warehouse();

        Failure second = refused(Kind.STATE, "STOCK_OUT_OF_RANGE", () -> adjust(chai, -6, requestId));

        assertThat(second).hasMessage(first.getMessage());
        assertThat(onHand(chai)).isEqualTo(105);
    }

    @Test
    void adjustInventory_requestIdReusedForAnotherBody_isRefused() { // DOM-6
        fixture.product(chai, 5);
        String requestId = newRequestId();
        adjust(chai, 1, requestId);

        refused(Kind.STATE, "REQUEST_ID_REUSED", () -> adjust(chai, 2, requestId));
        assertThat(onHand(chai)).isEqualTo(6);
    }

    @Test
    void adjustInventory_requestIdInTheOtherCase_isTheSameRequest() { // DOM-5
        fixture.product(chai, 5);
        String requestId = newRequestId();
        InventoryEvent first = adjust(chai, 1, requestId);

        assertThat(adjust(chai, 1, requestId.toUpperCase(Locale.ROOT))).isEqualTo(first);
        assertThat(onHand(chai)).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "00000000-0000-0000-0000-00000000000g", "00000000-0000-0000-0000-000000000000 "})
    void adjustInventory_requestIdNoUuid_isInvalid(String requestId) {
        refused(Kind.INVALID, "REQUEST_ID_INVALID", () -> adjust(chai, 1, requestId));
    }

    @Test
    void adjustInventory_anotherSubjectsRequestId_isUnrelated() { // DOM-6
        fixture.product(chai, 5);
        String requestId = newRequestId();
        adjust(chai, 1, requestId);
        ProductMgmtServiceBlockingStub other =
                fixture.as("warehouse", fixture.issuer().staffToken("other", "product-mgmt", "stock:adjust"));

        InventoryEvent event = adjust(other, chai, 2, requestId);

        assertThat(event.getStock().getOnHand()).isEqualTo(8);
    }

    private static InventoryEvent adjust(String productId, int change, String requestId) {
        return adjust(warehouse, productId, change, requestId);
    }

    private static InventoryEvent adjust(
            ProductMgmtServiceBlockingStub caller, String productId, int change, String requestId) {
        return caller.adjustInventory(AdjustInventoryRequest.newBuilder()
                        .setProductId(productId)
                        .setChange(change)
                        .setRequestId(requestId)
                        .build())
                .getEvent();
    }

    private static int onHand(String productId) {
        return warehouse
                .getProduct(
                        GetProductRequest.newBuilder().setProductId(productId).build())
                .getProduct()
                .getStock()
                .getOnHand();
    }
}
