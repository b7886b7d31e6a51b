package dev.polyrpc.client.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polyrpc.client.bulk.RequestIds;
import dev.polyrpc.proto.product.v1.ImportProductsRequest;
import dev.polyrpc.proto.product.v1.ImportProductsResponse;
import dev.polyrpc.proto.product.v1.Product;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import io.grpc.CallOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UploadTest {
    private static final int ITEMS = 12_000;

    private final ItemServer items = new ItemServer();
    private final WireServer wire = WireServer.start(items);
    private final List<ImportProductsResponse> summaries = new ArrayList<>();
    private final RequestIds ids = new RequestIds();
    private final Upload<ImportProductsRequest, ImportProductsResponse> upload = new Upload<>(
            () -> wire.channel()
                    .newCall(
                            ProductMgmtServiceGrpc.getImportProductsMethod(),
                            CallOptions.DEFAULT.withDeadlineAfter(30, TimeUnit.SECONDS)),
            summaries::add,
            new Reconnection(Duration.ofSeconds(20), note -> {}));

    @AfterEach
    void close() throws Exception {
        wire.close();
    }

    @Test
    void send_manyItems_areSplitIntoStreams() throws Exception {
        sendAll();

        assertThat(summaries)
                .extracting(ImportProductsResponse::getCreatedCount)
                .containsExactly(5_000L, 5_000L, 2_000L);
        assertThat(items.items()).isEqualTo(ITEMS);
    }

    @Test
    void send_cutInMidStream_sendsThatStreamAgainUnderTheSameIds() throws Exception {
        items.at(number -> {
            if (number == 7_000) {
                wire.cut();
            }
        });
        sendAll();

        assertThat(summaries.stream()
                        .mapToLong(ImportProductsResponse::getCreatedCount)
                        .sum())
                .isEqualTo(ITEMS);
        assertThat(items.effects()).hasSize(ITEMS);
        assertThat(items.items()).isBetween(ITEMS + 1L, ITEMS + (long) Upload.MOST_ITEMS);
        assertThat(items.streams()).isEqualTo(4);
    }

    @Test
    void send_toAPeerThatTakesNothing_waitsInsteadOfBuffering() {
        items.stall(true);
        AtomicLong sent = new AtomicLong();
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
            try {
                for (long line = 1; line <= Upload.MOST_ITEMS - 1; line++) {
                    upload.send(item(line, 2_000));
                    sent.set(line);
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        assertThatThrownBy(() -> sending.get(2, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
        assertThat(sent).hasValueLessThan(1_000); // what fits HTTP/2's window of 1 MiB
    }

    private void sendAll() throws InterruptedException {
        for (long line = 1; line <= ITEMS; line++) {
            upload.send(item(line, 20));
        }
        upload.finish();
    }

    private ImportProductsRequest item(long line, int size) {
        return ImportProductsRequest.newBuilder()
                .setProduct(Product.newBuilder().setName("x".repeat(size)))
                .setItem(line)
                .setRequestId(ids.ofLine(line))
                .build();
    }
}
