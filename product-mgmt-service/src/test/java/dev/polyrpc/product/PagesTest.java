package dev.polyrpc.product;

import static dev.polyrpc.product.ProductMgmtFixture.newRequestId;
import static dev.polyrpc.product.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.FieldMask;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.proto.product.v1.AdjustInventoryRequest;
import dev.polyrpc.proto.product.v1.BatchListInventoryEventsRequest;
import dev.polyrpc.proto.product.v1.BatchListInventoryEventsResponse;
import dev.polyrpc.proto.product.v1.InventoryEvent;
import dev.polyrpc.proto.product.v1.ListInventoryEventsRequest;
import dev.polyrpc.proto.product.v1.ListInventoryEventsResponse;
import dev.polyrpc.proto.product.v1.ListProductsRequest;
import dev.polyrpc.proto.product.v1.ListProductsResponse;
import dev.polyrpc.proto.product.v1.Product;
import dev.polyrpc.proto.product.v1.ProductInventoryEvents;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc.ProductMgmtServiceBlockingStub;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PagesTest {
    @TempDir
    static Path folder;

    private static ProductMgmtFixture fixture;
    private static ProductMgmtServiceBlockingStub warehouse;

    @BeforeAll
    static void start() {
        fixture = new ProductMgmtFixture(folder);
        warehouse = fixture.warehouse();
        for (int i = 0; i < 25; i++) {
            fixture.product("p%02d".formatted(i), 0);
        }
        for (int i = 0; i < 12; i++) {
            adjust("p00");
            adjust("p01");
        }
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @Test
    void listProducts_pageByPage_eachOnceInOrder() {
        List<String> ids = new ArrayList<>();
        String token = "";
        int pages = 0;
        do {
            ListProductsResponse page = list(10, token);
            page.getProductsList().forEach(product -> ids.add(product.getProductId()));
            token = page.getNextPageToken();
            pages++;
        } while (!token.isEmpty());

        assertThat(pages).isEqualTo(3);
        assertThat(ids).hasSize(25).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void listProducts_sizeUnsaid_isTwenty() {
        assertThat(list(0, "").getProductsCount()).isEqualTo(20);
        refused(Kind.INVALID, "PAGE_SIZE_OUT_OF_RANGE", () -> list(-1, ""));
        refused(Kind.INVALID, "PAGE_SIZE_OUT_OF_RANGE", () -> list(1_001, ""));
    }

    @Test
    void listProducts_readMask_keepsTheId() {
        ListProductsResponse page = warehouse.listProducts(ListProductsRequest.newBuilder()
                .setPageSize(1)
                .setReadMask(FieldMask.newBuilder().addPaths("name"))
                .build());

        assertThat(page.getProducts(0))
                .isEqualTo(
                        Product.newBuilder().setProductId("p00").setName("Chai").build());
    }

    @Test
    void anyList_tokenTamperedOrOfAnotherQuery_isInvalid() { // DOM-7
        String token = list(10, "").getNextPageToken();
        char last = token.charAt(token.length() - 1);
        String tampered = token.substring(0, token.length() - 1) + (last == 'A' ? 'B' : 'A');

        refused(Kind.INVALID, "PAGE_TOKEN_INVALID", () -> list(10, tampered));
        refused(Kind.INVALID, "PAGE_TOKEN_INVALID", () -> list(10, "p10"));
        refused(Kind.INVALID, "PAGE_TOKEN_INVALID", () -> events("", 10, token));
        String ofP00 = events("p00", 5, "").getNextPageToken();
        refused(Kind.INVALID, "PAGE_TOKEN_INVALID", () -> events("p01", 5, ofP00));
    }

    @Test
    void listInventoryEvents_ofOneProduct_latestFirst() {
        ListInventoryEventsResponse first = events("p00", 5, "");
        ListInventoryEventsResponse second = events("p00", 100, first.getNextPageToken());

        assertThat(versions(first.getEventsList())).containsExactly(12L, 11L, 10L, 9L, 8L);
        assertThat(versions(second.getEventsList())).containsExactly(7L, 6L, 5L, 4L, 3L, 2L, 1L);
        assertThat(second.getNextPageToken()).isEmpty();
    }

    @Test
    void listInventoryEvents_ofAll_latestFirst() {
        List<InventoryEvent> all = new ArrayList<>(events("", 20, "").getEventsList());
        all.addAll(events("", 20, events("", 20, "").getNextPageToken()).getEventsList());

        assertThat(all).hasSize(24);
        assertThat(all).extracting(InventoryEvent::getPosition).isSortedAccordingTo((a, b) -> Long.compare(b, a));
    }

    @Test
    void batchListInventoryEvents_severalProducts_latestOfEachInTheOrderAskedFor() {
        BatchListInventoryEventsResponse response =
                warehouse.batchListInventoryEvents(BatchListInventoryEventsRequest.newBuilder()
                        .addAllProductIds(List.of("p01", "nobody-knows", "p00", "p02"))
                        .setLimit(3)
                        .build());

        assertThat(response.getProductsList())
                .extracting(ProductInventoryEvents::getProductId)
                .containsExactly("p01", "nobody-knows", "p00", "p02");
        assertThat(versions(response.getProducts(0).getEventsList())).containsExactly(12L, 11L, 10L);
        assertThat(response.getProducts(1).getEventsList()).isEmpty();
        assertThat(versions(response.getProducts(2).getEventsList())).containsExactly(12L, 11L, 10L);
        assertThat(response.getProducts(3).getEventsList()).isEmpty();
        refused(
                Kind.INVALID,
                "LIMIT_OUT_OF_RANGE",
                () -> warehouse.batchListInventoryEvents(BatchListInventoryEventsRequest.newBuilder()
                        .addProductIds("p00")
                        .setLimit(21)
                        .build()));
    }

    private static List<Long> versions(List<InventoryEvent> events) {
        return events.stream().map(event -> event.getStock().getStockVersion()).toList();
    }

    private static ListProductsResponse list(int size, String token) {
        return warehouse.listProducts(ListProductsRequest.newBuilder()
                .setPageSize(size)
                .setPageToken(token)
                .build());
    }

    private static ListInventoryEventsResponse events(String productId, int size, String token) {
        return warehouse.listInventoryEvents(ListInventoryEventsRequest.newBuilder()
                .setProductId(productId)
                .setPageSize(size)
                .setPageToken(token)
                .build());
    }

    private static void adjust(String productId) {
        warehouse.adjustInventory(AdjustInventoryRequest.newBuilder()
                .setProductId(productId)
                .setChange(1)
                .setRequestId(newRequestId())
                .build());
    }
}
