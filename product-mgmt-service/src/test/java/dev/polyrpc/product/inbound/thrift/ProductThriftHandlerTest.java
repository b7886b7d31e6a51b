package dev.polyrpc.product.inbound.thrift;

import static dev.polyrpc.product.inbound.thrift.ProductThrift.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.product.ProductMgmtFixture;
import dev.polyrpc.thrift.product.v1.AdjustInventoryRequest;
import dev.polyrpc.thrift.product.v1.BatchGetProductsRequest;
import dev.polyrpc.thrift.product.v1.BatchGetProductsResponse;
import dev.polyrpc.thrift.product.v1.BatchListInventoryEventsRequest;
import dev.polyrpc.thrift.product.v1.CreateProductRequest;
import dev.polyrpc.thrift.product.v1.GetProductRequest;
import dev.polyrpc.thrift.product.v1.ImportProductsItem;
import dev.polyrpc.thrift.product.v1.ImportProductsRequest;
import dev.polyrpc.thrift.product.v1.ImportProductsResponse;
import dev.polyrpc.thrift.product.v1.InventoryEvent;
import dev.polyrpc.thrift.product.v1.ListInventoryEventsRequest;
import dev.polyrpc.thrift.product.v1.ListProductsRequest;
import dev.polyrpc.thrift.product.v1.ListProductsResponse;
import dev.polyrpc.thrift.product.v1.MoveStockRequest;
import dev.polyrpc.thrift.product.v1.Movement;
import dev.polyrpc.thrift.product.v1.Product;
import dev.polyrpc.thrift.product.v1.ReconcileInventoryAnswer;
import dev.polyrpc.thrift.product.v1.ReconcileInventoryItem;
import dev.polyrpc.thrift.product.v1.ReconcileInventoryRequest;
import dev.polyrpc.thrift.product.v1.Stock;
import dev.polyrpc.thrift.product.v1.UpdateProductRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.thrift.TException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each method once as it should go, and what refuses it, over a Thrift socket of the service as it ships. */
final class ProductThriftHandlerTest {
    @TempDir
    static Path folder;

    private static ProductMgmtFixture fixture;
    private static ProductThrift warehouse;

    private String chai = "";

    @BeforeAll
    static void start() throws Exception {
        fixture = new ProductMgmtFixture(folder);
        warehouse = ProductThrift.warehouse(fixture);
    }

    @AfterAll
    static void stop() throws Exception {
        warehouse.close();
        fixture.close();
    }

    @BeforeEach
    void create() throws TException {
        chai = "chai-" + UUID.randomUUID();
        Product product = new Product()
                .setProductId(chai)
                .setName("Chai")
                .setCategory("Beverages")
                .setQuantityPerUnit("10 boxes")
                .setUnitPriceCents(1800);
        warehouse.calls().createProduct(warehouse.context(), new CreateProductRequest(newId()).setProduct(product));
        warehouse.adjust(chai, 39);
    }

    @Test
    void getProduct_whole_hasEveryField() throws TException {
        Product product = get();

        assertThat(product.getName()).isEqualTo("Chai");
        assertThat(product.getUnitPriceCents()).isEqualTo(1800);
        assertThat(product.getStock()).isEqualTo(new Stock(39, 0, 0, 1));
        assertThat(product.getEtag()).isEqualTo("1");
        assertThat(product.getCreateTimeMs()).isPositive().isEqualTo(product.getUpdateTimeMs());
    }

    @Test
    void getProduct_masked_hasThoseFieldsAlone() throws TException {
        Product product = get("name", "stock.on_hand", "update_time");

        assertThat(product)
                .isEqualTo(new Product()
                        .setName("Chai")
                        .setStock(new Stock().setOnHand(39))
                        .setUpdateTimeMs(product.getUpdateTimeMs()));
        assertThat(refusal(() -> get("name", "colour")))
                .isEqualTo("INVALID_ARGUMENT FIELD_MASK_INVALID read_mask: colour (expected: fields of Product)");
    }

    @Test
    void getProduct_unknown_isNotFound() throws TException { // DOM-3
        assertThat(refusal(() -> warehouse.calls().getProduct(warehouse.context(), request("none"))))
                .isEqualTo("NOT_FOUND PRODUCT_NOT_FOUND product_id: none (expected: a product of the catalogue)");
    }

    @Test
    void batchAndList_answerInOrder_andNameWhatIsMissing() throws TException {
        BatchGetProductsResponse batch = warehouse
                .calls()
                .batchGetProducts(
                        warehouse.context(), new BatchGetProductsRequest(List.of("none", chai), List.of("name")));
        ListProductsResponse page =
                warehouse.calls().listProducts(warehouse.context(), new ListProductsRequest().setPageSize(1));

        assertThat(batch.getProducts())
                .containsExactly(new Product().setProductId(chai).setName("Chai"));
        assertThat(batch.getMissingProductIds()).containsExactly("none");
        assertThat(page.getProducts()).hasSize(1);
        assertThat(refusal(() -> warehouse
                        .calls()
                        .listProducts(warehouse.context(), new ListProductsRequest().setPageToken("forged"))))
                .startsWith("INVALID_ARGUMENT PAGE_TOKEN_INVALID ");
    }

    @Test
    void updateProduct_staleEtag_isAborted() throws TException { // DOM-10
        Product edit = new Product().setProductId(chai).setName("Chai tea").setEtag("1");
        UpdateProductRequest update = new UpdateProductRequest(List.of("name"), newId()).setProduct(edit);

        Product edited =
                warehouse.calls().updateProduct(warehouse.context(), update).getProduct();

        assertThat(edited.getName()).isEqualTo("Chai tea");
        assertThat(edited.getCategory()).isEqualTo("Beverages");
        assertThat(refusal(() -> warehouse.calls().updateProduct(warehouse.context(), update.setRequestId(newId()))))
                .startsWith("ABORTED ETAG_STALE ");
    }

    @Test
    void adjustInventory_sameRequestAgain_hasOneEffect() throws TException { // DOM-1 DOM-2 DOM-5
        AdjustInventoryRequest request = new AdjustInventoryRequest(chai, -9, newId());
        InventoryEvent event =
                warehouse.calls().adjustInventory(warehouse.context(), request).getEvent();

        assertThat(warehouse
                        .calls()
                        .adjustInventory(warehouse.context(), request)
                        .getEvent())
                .isEqualTo(event);

        assertThat(event.getStock()).isEqualTo(new Stock(30, 0, 0, 2));
        assertThat(event.getInitiatedBy()).isEqualTo("warehouse");
        assertThat(refusal(() -> warehouse.adjust(chai, 0))).startsWith("INVALID_ARGUMENT QUANTITY_OUT_OF_RANGE ");
        assertThat(refusal(() -> warehouse.adjust(chai, -31))).startsWith("FAILED_PRECONDITION STOCK_OUT_OF_RANGE ");
    }

    @Test
    void moveStock_needsItsPeerItsScopeAndItsInitiator() throws Exception { // TLS-11 TOK-23
        MoveStockRequest move = new MoveStockRequest(
                "returns/" + newId() + ":quarantine", chai, 2, Movement.MOVEMENT_QUARANTINE, "alice");

        try (ProductThrift alice = ProductThrift.returning(fixture, "alice", "stock:quarantine");
                ProductThrift settling = ProductThrift.returning(fixture, "alice", "stock:settle");
                ProductThrift bob = ProductThrift.returning(fixture, "bob", "stock:quarantine")) {
            assertThat(refusal(() -> warehouse.calls().moveStock(warehouse.context(), move)))
                    .startsWith("PERMISSION_DENIED PEER_NOT_ALLOWED ");
            assertThat(refusal(() -> settling.calls().moveStock(settling.context(), move)))
                    .isEqualTo("PERMISSION_DENIED SCOPE_MISSING scope: missing (expected: stock:quarantine)");
            assertThat(refusal(() -> bob.calls().moveStock(bob.context(), move)))
                    .startsWith("INVALID_ARGUMENT INITIATOR_INVALID ");
            assertThat(refusal(() -> alice.calls()
                            .moveStock(alice.context(), move.deepCopy().setMovement(Movement.MOVEMENT_UNSPECIFIED))))
                    .isEqualTo("INVALID_ARGUMENT MOVEMENT_UNKNOWN movement: 0 (expected: a movement of the contract)");
            assertThat(alice.calls()
                            .moveStock(alice.context(), move)
                            .getEvent()
                            .getStock()
                            .getQuarantined())
                    .isEqualTo(2);
        }
    }

    @Test
    void events_readByACustomer_nameNobodyElse() throws Exception {
        try (ProductThrift alice = ProductThrift.returning(fixture, "alice", "product:read")) {
            List<InventoryEvent> listed = alice.calls()
                    .listInventoryEvents(alice.context(), new ListInventoryEventsRequest().setProductId(chai))
                    .getEvents();
            List<InventoryEvent> batched = alice.calls()
                    .batchListInventoryEvents(alice.context(), new BatchListInventoryEventsRequest(List.of(chai), 5))
                    .getProducts()
                    .get(0)
                    .getEvents();

            assertThat(listed).hasSize(1).isEqualTo(batched);
            assertThat(listed.get(0).getInitiatedBy()).isEmpty();
            assertThat(listed.get(0).getChange()).isEqualTo(39);
        }
    }

    @Test
    void importProducts_badItems_areNamed_andTheOthersGoIn() throws TException { // DOM-9
        List<ImportProductsItem> items = List.of(
                item(7, new Product().setProductId(chai).setName("Chai, new")),
                item(0, new Product().setProductId("x").setName("X")),
                item(9, new Product().setProductId("Not an id").setName("X")),
                new ImportProductsItem(10, newId()),
                item(11, new Product().setProductId(chai + "-2").setName("Chai 2")));

        ImportProductsResponse summary =
                warehouse.calls().importProducts(warehouse.context(), new ImportProductsRequest(items));

        assertThat(summary.getUpdatedCount()).isEqualTo(1);
        assertThat(summary.getCreatedCount()).isEqualTo(1);
        assertThat(summary.getRefusedCount()).isEqualTo(3);
        assertThat(summary.getRefusals())
                .extracting(refusal -> refusal.getItem() + " " + refusal.getCode() + " " + refusal.getReason())
                .containsExactly(
                        "2 INVALID_ARGUMENT ITEM_OUT_OF_RANGE",
                        "9 INVALID_ARGUMENT PRODUCT_ID_INVALID",
                        "10 INVALID_ARGUMENT PRODUCT_ID_INVALID");
    }

    @Test
    void listsOfItems_tooLongOrEmpty_areRefused() throws TException { // THR-12
        List<ImportProductsItem> tooMany = IntStream.rangeClosed(1, 101)
                .mapToObj(item -> new ImportProductsItem(item, newId()))
                .toList();

        assertThat(refusal(() ->
                        warehouse.calls().importProducts(warehouse.context(), new ImportProductsRequest(tooMany))))
                .isEqualTo("INVALID_ARGUMENT BATCH_SIZE_OUT_OF_RANGE items: 101 items (expected: 1 to 100 items)");
        assertThat(refusal(() -> warehouse.calls().importProducts(warehouse.context(), new ImportProductsRequest())))
                .startsWith("INVALID_ARGUMENT BATCH_SIZE_OUT_OF_RANGE ");
    }

    @Test
    void reconcileInventory_answersEachCountInOrder() throws TException {
        List<ReconcileInventoryItem> counts = List.of(
                new ReconcileInventoryItem(chai, 39, 1, 1, newId()),
                new ReconcileInventoryItem(chai, 40, 7, 2, newId()),
                new ReconcileInventoryItem(chai, 38, 1, 3, newId()));

        List<ReconcileInventoryAnswer> answers = warehouse
                .calls()
                .reconcileInventory(warehouse.context(), new ReconcileInventoryRequest(counts))
                .getAnswers();

        assertThat(answers).extracting(ReconcileInventoryAnswer::getItem).containsExactly(1L, 2L, 3L);
        assertThat(answers.get(0).getOutcome().getConfirmed()).isEqualTo(new Stock(39, 0, 0, 1));
        assertThat(answers.get(1).getOutcome().getRefusal().getReason()).isEqualTo("STOCK_VERSION_STALE");
        assertThat(answers.get(2).getOutcome().getCorrection().getChange()).isEqualTo(-1);
    }

    private Product get(String... mask) throws TException {
        GetProductRequest request = request(chai).setReadMask(List.of(mask));
        return warehouse.calls().getProduct(warehouse.context(), request).getProduct();
    }

    private static GetProductRequest request(String productId) {
        return new GetProductRequest().setProductId(productId);
    }

    private static ImportProductsItem item(long number, Product product) {
        return new ImportProductsItem(number, newId()).setProduct(product);
    }

    private static String newId() {
        return ProductMgmtFixture.newRequestId();
    }
}
