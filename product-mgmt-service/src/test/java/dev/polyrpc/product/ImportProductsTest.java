package dev.polyrpc.product;

import static dev.polyrpc.product.ProductMgmtFixture.newRequestId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.rpc.Code;
import dev.polyrpc.kit.testing.RecordedAnswers;
import dev.polyrpc.proto.item.v1.ItemRefusal;
import dev.polyrpc.proto.product.v1.GetProductRequest;
import dev.polyrpc.proto.product.v1.ImportProductsRequest;
import dev.polyrpc.proto.product.v1.ImportProductsResponse;
import dev.polyrpc.proto.product.v1.Product;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc.ProductMgmtServiceBlockingStub;
import dev.polyrpc.proto.product.v1.Stock;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImportProductsTest {
    @TempDir
    static Path folder;

    private static ProductMgmtFixture fixture;
    private static ProductMgmtServiceBlockingStub warehouse;

    private final String prefix = "p-" + UUID.randomUUID();

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
    void newProducts_areCreated_withAnEmptyStock() throws Exception {
        ImportProductsResponse summary = imported(items(1, 300, "Chai"));

        assertThat(summary)
                .isEqualTo(
                        ImportProductsResponse.newBuilder().setCreatedCount(300).build());
        Product last = product(300);
        assertThat(last.getName()).isEqualTo("Chai");
        assertThat(last.getStock()).isEqualTo(Stock.getDefaultInstance());
    }

    @Test
    void rerun_withNewRequestIds_changesNothingMore() throws Exception {
        imported(items(1, 10, "Chai"));
        Product before = product(3);

        ImportProductsResponse summary = imported(items(1, 10, "Chai"));

        assertThat(summary.getUnchangedCount()).isEqualTo(10);
        assertThat(product(3)).isEqualTo(before);
    }

    @Test
    void itemsSentAgain_areCountedAsTheFirstTime() throws Exception { // DOM-5
        List<ImportProductsRequest> items = items(1, 10, "Chai");
        ImportProductsResponse first = imported(items);
        imported(items(1, 10, "Chang"));

        assertThat(imported(items)).isEqualTo(first);
        assertThat(product(1).getName()).isEqualTo("Chang");
    }

    @Test
    void otherEntry_isUpdated_stockStays() throws Exception {
        imported(items(1, 2, "Chai"));
        Product before = product(1);

        ImportProductsResponse summary = imported(items(1, 3, "Chang"));

        assertThat(summary.getUpdatedCount()).isEqualTo(2);
        assertThat(summary.getCreatedCount()).isEqualTo(1);
        assertThat(product(1).getName()).isEqualTo("Chang");
        assertThat(product(1).getEtag()).isNotEqualTo(before.getEtag());
        assertThat(product(1).getStock()).isEqualTo(before.getStock());
    }

    @Test
    void badItems_areReportedWithTheirLines_theGoodOnesGoIn() throws Exception { // DOM-9
        List<ImportProductsRequest> items = new ArrayList<>(items(1, 5, "Chai"));
        items.set(1, item(2, "Not An Id", "Chai", newRequestId()));
        items.set(2, item(3, prefix + "-3", "", newRequestId()));
        items.set(3, item(4, prefix + "-4", "Chai", "no UUID"));
        items.add(item(0, prefix + "-6", "Chai", newRequestId()));

        ImportProductsResponse summary = imported(items);

        assertThat(summary.getCreatedCount()).isEqualTo(2);
        assertThat(summary.getRefusedCount()).isEqualTo(4);
        assertThat(summary.getRefusalsList())
                .extracting(ItemRefusal::getItem, ItemRefusal::getReason, ItemRefusal::getCode)
                .containsExactlyInAnyOrder(
                        tuple(2L, "PRODUCT_ID_INVALID", Code.INVALID_ARGUMENT_VALUE),
                        tuple(3L, "TEXT_LENGTH", Code.INVALID_ARGUMENT_VALUE),
                        tuple(4L, "REQUEST_ID_INVALID", Code.INVALID_ARGUMENT_VALUE),
                        tuple(0L, "ITEM_OUT_OF_RANGE", Code.INVALID_ARGUMENT_VALUE));
        assertThat(summary.getRefusals(0).getMessage()).contains("expected: ");
        assertThat(product(5).getName()).isEqualTo("Chai");
    }

    @Test
    void moreThan100BadItems_areCounted_theFirstListed() throws Exception { // DOM-9
        List<ImportProductsRequest> items = LongStream.rangeClosed(1, 250)
                .mapToObj(line -> item(line, "", "Chai", newRequestId()))
                .toList();

        ImportProductsResponse summary = imported(items);

        assertThat(summary.getRefusedCount()).isEqualTo(250);
        assertThat(summary.getRefusalsList())
                .extracting(ItemRefusal::getItem)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 100).boxed().toList());
    }

    @Test
    void noItems_isAnEmptySummary() throws Exception {
        assertThat(imported(List.of())).isEqualTo(ImportProductsResponse.getDefaultInstance());
    }

    private static ImportProductsResponse imported(List<ImportProductsRequest> items) throws Exception {
        RecordedAnswers<ImportProductsResponse> answers = new RecordedAnswers<>();
        StreamObserver<ImportProductsRequest> requests = ProductMgmtServiceGrpc.newStub(warehouse.getChannel())
                .withCallCredentials(warehouse.getCallOptions().getCredentials())
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .importProducts(answers);
        items.forEach(requests::onNext);
        requests.onCompleted();
        assertThat(answers.failure()).isNull();
        assertThat(answers.values()).hasSize(1);
        return answers.values().get(0);
    }

    private List<ImportProductsRequest> items(long first, long last, String name) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(line -> item(line, prefix + "-" + line, name, newRequestId()))
                .toList();
    }

    private static ImportProductsRequest item(long line, String productId, String name, String requestId) {
        return ImportProductsRequest.newBuilder()
                .setItem(line)
                .setProduct(Product.newBuilder()
                        .setProductId(productId)
                        .setName(name)
                        .setUnitPriceCents(1800))
                .setRequestId(requestId)
                .build();
    }

    private Product product(int line) {
        return warehouse
                .getProduct(GetProductRequest.newBuilder()
                        .setProductId(prefix + "-" + line)
                        .build())
                .getProduct();
    }
}
