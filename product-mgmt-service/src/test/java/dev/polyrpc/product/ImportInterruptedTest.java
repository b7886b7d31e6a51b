package dev.polyrpc.product;

import static dev.polyrpc.product.ProductMgmtFixture.newRequestId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.kit.testing.RecordedAnswers;
import dev.polyrpc.proto.product.v1.ImportProductsRequest;
import dev.polyrpc.proto.product.v1.ImportProductsResponse;
import dev.polyrpc.proto.product.v1.ListProductsRequest;
import dev.polyrpc.proto.product.v1.ListProductsResponse;
import dev.polyrpc.proto.product.v1.Product;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc.ProductMgmtServiceBlockingStub;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An import whose client goes away half-way leaves whole items and nothing else; sent again, it converges. */
final class ImportInterruptedTest {
    private static final int ITEMS = 5_000;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);

    @TempDir
    Path folder;

    private ProductMgmtFixture fixture;
    private ProductMgmtServiceBlockingStub warehouse;

    private final List<ImportProductsRequest> items = LongStream.rangeClosed(1, ITEMS)
            .mapToObj(line -> ImportProductsRequest.newBuilder()
                    .setItem(line)
                    .setProduct(Product.newBuilder()
                            .setProductId("p-%06d".formatted(line))
                            .setName("Chai"))
                    .setRequestId(newRequestId())
                    .build())
            .toList();

    @BeforeEach
    void start() {
        fixture = new ProductMgmtFixture(folder);
        warehouse = fixture.warehouse();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void cancelled_takesNoMore_leavesNoCall_andConvergesWhenSentAgain() throws Exception {
        RecordedAnswers<ImportProductsResponse> cancelled = new RecordedAnswers<>();
        ClientCallStreamObserver<ImportProductsRequest> requests = send(warehouse, cancelled);
        awaitAtLeast(500);
        requests.cancel("enough", null);
        assertThat(cancelled.failure()).isNotNull();
        awaitNoOpenImport();

        assertThat(settledCount()).isBetween(500, ITEMS - 1);
        assertThat(imported().getCreatedCount()).isEqualTo(ITEMS); // those of the first time say so again
        assertThat(count()).isEqualTo(ITEMS);
    }

    @Test
    void serviceRestarts_importSentAgainConverges() throws Exception {
        RecordedAnswers<ImportProductsResponse> cut = new RecordedAnswers<>();
        send(warehouse, cut);
        awaitAtLeast(500);
        fixture.restart();
        assertThat(cut.failure()).isNotNull();

        warehouse = fixture.warehouse();

        assertThat(imported().getCreatedCount()).isEqualTo(ITEMS);
        assertThat(count()).isEqualTo(ITEMS);
    }

    private ImportProductsResponse imported() throws InterruptedException {
        RecordedAnswers<ImportProductsResponse> answers = new RecordedAnswers<>();
        send(warehouse, answers).onCompleted();
        assertThat(answers.failure()).isNull();
        return answers.values().get(0);
    }

    private ClientCallStreamObserver<ImportProductsRequest> send(
            ProductMgmtServiceBlockingStub stub, StreamObserver<ImportProductsResponse> answers) {
        StreamObserver<ImportProductsRequest> requests = ProductMgmtServiceGrpc.newStub(stub.getChannel())
                .withCallCredentials(stub.getCallOptions().getCredentials())
                .withDeadlineAfter(60, TimeUnit.SECONDS)
                .importProducts(answers);
        items.forEach(requests::onNext);
        return (ClientCallStreamObserver<ImportProductsRequest>) requests;
    }

    private void awaitAtLeast(int products) {
        long begin = System.nanoTime();
        while (count() < products) {
            assertThat(System.nanoTime() - begin).isLessThan(PATIENCE_NS);
        }
    }

    /** Until two looks, with a commit of another call between them, see the same. */
    private int settledCount() {
        int before = count();
        fixture.product("settled-" + before, 1);
        assertThat(count()).isEqualTo(before);
        return before;
    }

    private int count() {
        int count = 0;
        String token = "";
        do {
            ListProductsResponse page = warehouse.listProducts(ListProductsRequest.newBuilder()
                    .setPageSize(1_000)
                    .setPageToken(token)
                    .build());
            count += (int) page.getProductsList().stream()
                    .filter(product -> !product.getProductId().startsWith("settled-"))
                    .count();
            token = page.getNextPageToken();
        } while (!token.isEmpty());
        return count;
    }

    private void awaitNoOpenImport() throws Exception {
        long begin = System.nanoTime();
        while (imports("started_total") != imports("duration_seconds_count")) {
            assertThat(System.nanoTime() - begin).isLessThan(PATIENCE_NS);
        }
    }

    /** The sum of a metric of imports. */
    private long imports(String figure) throws IOException, InterruptedException {
        URI metrics = URI.create("http://localhost:%d/metrics".formatted(fixture.port("admin")));
        String text = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        Matcher lines = Pattern.compile("(?m)^grpc_server_call_" + figure + "\\{.*ImportProducts.*} (\\S+)")
                .matcher(text);
        long sum = 0;
        while (lines.find()) {
            sum += (long) Double.parseDouble(lines.group(1));
        }
        return sum;
    }
}
