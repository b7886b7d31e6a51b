package dev.polyrpc.product;

import static dev.polyrpc.product.ProductMgmtFixture.newRequestId;
import static dev.polyrpc.product.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.FieldMask;
import com.google.protobuf.util.Timestamps;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.proto.product.v1.AdjustInventoryRequest;
import dev.polyrpc.proto.product.v1.BatchGetProductsRequest;
import dev.polyrpc.proto.product.v1.BatchGetProductsResponse;
import dev.polyrpc.proto.product.v1.CreateProductRequest;
import dev.polyrpc.proto.product.v1.GetProductRequest;
import dev.polyrpc.proto.product.v1.Product;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc.ProductMgmtServiceBlockingStub;
import dev.polyrpc.proto.product.v1.Stock;
import dev.polyrpc.proto.product.v1.UpdateProductRequest;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CatalogueTest {
    @TempDir
    static Path folder;

    private static ProductMgmtFixture fixture;
    private static ProductMgmtServiceBlockingStub warehouse;

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
    void createProduct_new_isReadBackWhole() {
        Product asked = product("created").toBuilder()
                .setEtag("mine")
                .setStock(Stock.newBuilder().setOnHand(99)) // the server's alone: ignored
                .build();

        Product created = create(asked);

        assertThat(created.getEtag()).isNotEmpty().isNotEqualTo("mine");
        assertThat(created.getStock()).isEqualTo(Stock.getDefaultInstance());
        assertThat(Timestamps.isValid(created.getCreateTime())).isTrue();
        assertThat(created.toBuilder()
                        .clearEtag()
                        .clearStock()
                        .clearCreateTime()
                        .clearUpdateTime()
                        .build())
                .isEqualTo(product("created"));
        assertThat(get("created")).isEqualTo(created);
    }

    @Test
    void createProduct_idTaken_isRefused() {
        create(product("taken"));

        refused(Kind.EXISTS, "PRODUCT_EXISTS", () -> create(product("taken")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Chai",
                "chai tea",
                "chai_1",
                "über",
                "1234567890123456789012345678901234567890123456789012345678901234"
            })
    void anyCall_productIdMalformed_isInvalid(String productId) {
        refused(Kind.INVALID, "PRODUCT_ID_INVALID", () -> create(product(productId)));
        refused(Kind.INVALID, "PRODUCT_ID_INVALID", () -> get(productId));
    }

    @Test
    void getProduct_unknownId_isNotFound() { // DOM-3
        refused(Kind.NOT_FOUND, "PRODUCT_NOT_FOUND", () -> get("nobody-knows"));
    }

    @Test
    void batchGetProducts_someUnknown_namesThemInTheOrderAskedFor() { // DOM-3
        create(product("batch-1"));
        create(product("batch-2"));

        BatchGetProductsResponse batch = warehouse.batchGetProducts(BatchGetProductsRequest.newBuilder()
                .addAllProductIds(List.of("none-2", "batch-2", "none-1", "batch-1"))
                .build());

        assertThat(batch.getProductsList()).extracting(Product::getProductId).containsExactly("batch-2", "batch-1");
        assertThat(batch.getMissingProductIdsList()).containsExactly("none-2", "none-1");
    }

    @Test
    void batchGetProducts_noneTooManyOrTwice_isInvalid() {
        refused(Kind.INVALID, "BATCH_SIZE_OUT_OF_RANGE", () -> batch(List.of()));
        refused(Kind.INVALID, "BATCH_SIZE_OUT_OF_RANGE", () -> batch(Collections.nCopies(101, "a")));
        refused(Kind.INVALID, "DUPLICATE_ID", () -> batch(List.of("a", "a")));
    }

    @Test
    void updateProduct_masked_changesThoseFieldsAndTheEtagAlone() {
        Product before = fixture.product("masked", 5);

        Product after = update(
                before.toBuilder().setName("Chang").setCategory("ignored").build(), "name");

        assertThat(after.getName()).isEqualTo("Chang");
        assertThat(after.getCategory()).isEqualTo(before.getCategory());
        assertThat(after.getEtag()).isNotEqualTo(before.getEtag());
        assertThat(after.getStock()).isEqualTo(before.getStock());
        assertThat(get("masked")).isEqualTo(after);
    }

    @Test
    void updateProduct_staleEtag_isAborted() { // DOM-10
        Product before = create(product("stale"));
        update(before.toBuilder().setName("first").build());

        refused(
                Kind.CONFLICT,
                "ETAG_STALE",
                () -> update(before.toBuilder().setName("second").build()));
        assertThat(get("stale").getName()).isEqualTo("first");
    }

    @Test
    void updateProduct_stockChangedSince_etagStillHolds() {
        Product before = fixture.product("stocked", 5);
        warehouse.adjustInventory(AdjustInventoryRequest.newBuilder()
                .setProductId("stocked")
                .setChange(1)
                .setRequestId(newRequestId())
                .build());

        assertThat(update(before.toBuilder().setName("renamed").build())
                        .getStock()
                        .getOnHand())
                .isEqualTo(6);
    }

    @Test
    void updateProduct_unknownIdNoEtagOrWrongMask_isRefused() { // DOM-3
        Product product = create(product("refusing"));

        refused(
                Kind.NOT_FOUND,
                "PRODUCT_NOT_FOUND",
                () -> update(product("nobody-knows").toBuilder().setEtag("1").build()));
        refused(
                Kind.INVALID,
                "ETAG_MISSING",
                () -> update(product.toBuilder().clearEtag().build()));
        refused(Kind.INVALID, "FIELD_MASK_INVALID", () -> update(product, "stock"));
        refused(Kind.INVALID, "FIELD_MASK_INVALID", () -> update(product, "name", "nonsense"));
    }

    @Test
    void getProduct_readMask_answersThoseFieldsAlone() {
        Product whole = fixture.product("read-mask", 3);
        GetProductRequest.Builder request = GetProductRequest.newBuilder().setProductId("read-mask");

        Product cut = warehouse
                .getProduct(request.setReadMask(mask("name", "stock.on_hand")).build())
                .getProduct();

        assertThat(cut)
                .isEqualTo(Product.newBuilder()
                        .setName(whole.getName())
                        .setStock(Stock.newBuilder().setOnHand(3))
                        .build());
        refused(
                Kind.INVALID,
                "FIELD_MASK_INVALID",
                () -> warehouse.getProduct(request.setReadMask(mask("nonsense")).build()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "O'Brien's \"best\"; DROP TABLE product; --",
                "שוקולד \u202e מריר",
                "🍵🍵🍵 茶",
                "\\u0000 %s ${name} <b>",
                "a\u0301 is not á"
            })
    void createProduct_oddText_isKeptVerbatim(String text) { // DOM-8
        String productId = "odd-" + Integer.toHexString(text.hashCode());
        create(product(productId).toBuilder().setName(text).build());

        assertThat(get(productId).getName()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nul \u0000 inside", "two\nlines", "bell \u0007", "next \u0085 line"})
    void createProduct_textNotOfOneLine_isInvalid(String text) { // DOM-8
        Product product = product("no-line").toBuilder().setName(text).build();

        assertThat(dev.polyrpc.kit.grpc.Statuses.failure(
                                org.assertj.core.api.Assertions.catchThrowable(() -> create(product)))
                        .kind())
                .isEqualTo(Kind.INVALID);
        refused(Kind.NOT_FOUND, "PRODUCT_NOT_FOUND", () -> get("no-line"));
    }

    @Test
    void createProduct_textLengthCountsCharacters_notUnits() { // DOM-8
        create(product("long").toBuilder().setName("🍵".repeat(200)).build());

        refused(
                Kind.INVALID,
                "TEXT_LENGTH",
                () -> create(
                        product("longer").toBuilder().setName("🍵".repeat(201)).build()));
        refused(
                Kind.INVALID,
                "PRICE_OUT_OF_RANGE",
                () -> create(product("dear").toBuilder()
                        .setUnitPriceCents(100_000_001)
                        .build()));
    }

    @Test
    void createProduct_noRequestId_isInvalid() {
        refused(
                Kind.INVALID,
                "REQUEST_ID_INVALID",
                () -> warehouse.createProduct(CreateProductRequest.newBuilder()
                        .setProduct(product("no-request-id"))
                        .build()));
    }

    private static Product product(String productId) {
        return Product.newBuilder()
                .setProductId(productId)
                .setName("Chai")
                .setCategory("Beverages")
                .setQuantityPerUnit("10 boxes x 20 bags")
                .setUnitPriceCents(1800)
                .build();
    }

    private static Product create(Product product) {
        return warehouse
                .createProduct(CreateProductRequest.newBuilder()
                        .setProduct(product)
                        .setRequestId(newRequestId())
                        .build())
                .getProduct();
    }

    private static Product update(Product product, String... mask) {
        return warehouse
                .updateProduct(UpdateProductRequest.newBuilder()
                        .setProduct(product)
                        .setUpdateMask(mask(mask))
                        .setRequestId(newRequestId())
                        .build())
                .getProduct();
    }

    private static Product get(String productId) {
        return warehouse
                .getProduct(
                        GetProductRequest.newBuilder().setProductId(productId).build())
                .getProduct();
    }

    private static BatchGetProductsResponse batch(List<String> productIds) {
        return warehouse.batchGetProducts(BatchGetProductsRequest.newBuilder()
                .addAllProductIds(productIds)
                .build());
    }

    private static FieldMask mask(String... paths) {
        return FieldMask.newBuilder().addAllPaths(List.of(paths)).build();
    }
}
