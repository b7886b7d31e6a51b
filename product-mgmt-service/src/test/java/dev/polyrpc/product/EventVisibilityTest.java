package dev.polyrpc.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.proto.product.v1.BatchListInventoryEventsRequest;
import dev.polyrpc.proto.product.v1.InventoryEvent;
import dev.polyrpc.proto.product.v1.ListInventoryEventsRequest;
import dev.polyrpc.proto.product.v1.MoveStockRequest;
import dev.polyrpc.proto.product.v1.Movement;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc.ProductMgmtServiceBlockingStub;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alice and bob each bring a unit of the same product back: each may know of their own return alone. */
final class EventVisibilityTest {
    @TempDir
    static Path folder;

    private static ProductMgmtFixture fixture;
    private static String alicesMovement;
    private static String bobsMovement;

    @BeforeAll
    static void start() {
        fixture = new ProductMgmtFixture(folder);
        fixture.product("chai", 5);
        alicesMovement = bringBack("alice");
        bobsMovement = bringBack("bob");
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @Test
    void events_readByACustomer_nameHerOwnReturnAlone() {
        ProductMgmtServiceBlockingStub alice =
                fixture.as("alice", fixture.issuer().token("alice", "product-mgmt", "product:read"));

        assertNames(alice, List.of("", "alice", ""), List.of("", alicesMovement, ""));
    }

    @Test
    void events_readByACustomerThroughReturn_nameHisOwnReturnAlone() {
        assertNames(fixture.returning("bob", "product:read"), List.of("bob", "", ""), List.of(bobsMovement, "", ""));
    }

    @Test
    void events_readByStaffOrByReturnItself_nameEverybody() {
        List<String> subjects = List.of("bob", "alice", "warehouse");
        List<String> movements = List.of(bobsMovement, alicesMovement, "");

        assertNames(fixture.warehouse(), subjects, movements);
        assertNames(fixture.returning("return", "product:read"), subjects, movements);
    }

    @Test
    void events_readByACustomer_tellTheWholeStock() {
        List<InventoryEvent> nameless = listed(fixture.warehouse()).stream()
                .map(event ->
                        event.toBuilder().clearInitiatedBy().clearMovementId().build())
                .toList();

        assertThat(listed(fixture.returning("carol", "product:read"))).isEqualTo(nameless);
    }

    private static void assertNames(
            ProductMgmtServiceBlockingStub caller, List<String> subjects, List<String> movements) {
        for (List<InventoryEvent> events : List.of(listed(caller), batched(caller))) {
            assertThat(events).extracting(InventoryEvent::getInitiatedBy).isEqualTo(subjects);
            assertThat(events).extracting(InventoryEvent::getMovementId).isEqualTo(movements);
        }
    }

    private static List<InventoryEvent> listed(ProductMgmtServiceBlockingStub caller) {
        return caller.listInventoryEvents(ListInventoryEventsRequest.newBuilder()
                        .setProductId("chai")
                        .build())
                .getEventsList();
    }

    private static List<InventoryEvent> batched(ProductMgmtServiceBlockingStub caller) {
        return caller.batchListInventoryEvents(BatchListInventoryEventsRequest.newBuilder()
                        .addProductIds("chai")
                        .setLimit(5)
                        .build())
                .getProducts(0)
                .getEventsList();
    }

    private static String bringBack(String customer) {
        String movementId = "returns/" + UUID.randomUUID() + ":quarantine";
        fixture.returning(customer, "stock:quarantine")
                .moveStock(MoveStockRequest.newBuilder()
                        .setMovementId(movementId)
                        .setProductId("chai")
                        .setQuantity(1)
                        .setMovement(Movement.MOVEMENT_QUARANTINE)
                        .setInitiatedBy(customer)
                        .build());
        return movementId;
    }
}
