package dev.polyrpc.systemtest;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.thrift.Faults;
import dev.polyrpc.kit.thrift.ThriftCallOptions;
import dev.polyrpc.kit.thrift.ThriftChannel;
import dev.polyrpc.kit.thrift.ThriftChannels;
import dev.polyrpc.kit.thrift.ThriftMethod;
import dev.polyrpc.kit.tls.TlsIdentity;
import dev.polyrpc.proto.product.v1.ProductServiceProto;
import dev.polyrpc.thrift.product.v1.ProductMgmtService.watchInventory_args;
import dev.polyrpc.thrift.product.v1.ProductMgmtService.watchInventory_result;
import dev.polyrpc.thrift.product.v1.WatchInventoryRequest;
import dev.polyrpc.thrift.product.v1.WatchInventoryResponse;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A poll of stock over Thrift for what does not change, by a client that read its certificate once. */
final class HeldPoll implements AutoCloseable {
    private static final ThriftMethod<WatchInventoryRequest, WatchInventoryResponse> WATCH_INVENTORY = ThriftMethod.of(
            "watchInventory", watchInventory_args::new, watchInventory_result::new, watchInventory_result::getSuccess);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int WAIT_MS = 20_000;

    private final ThriftChannels channels;
    private final ThriftChannel channel;
    private final String token;
    private final String productId;
    private final CompletableFuture<WatchInventoryResponse> answer;

    private HeldPoll(Landscape landscape, String client, String productId) {
        this.channels = ThriftChannels.of(
                TlsIdentity.load(landscape.certificates(), client),
                OpenTelemetry.noop().getMeter("test"));
        this.channel = channels.open(
                "localhost:" + landscape.thriftPort(Built.PRODUCT_MGMT),
                Built.PRODUCT_MGMT.label(),
                ProductServiceProto.getDescriptor().findServiceByName("ProductMgmtService"));
        this.token = landscape.token(client, Built.PRODUCT_MGMT);
        this.productId = productId;
        poll(0).join(); // it is connected, and let in
        this.answer = poll(WAIT_MS);
    }

    /** Opens it as a dev client; nobody may change that product while it is open. */
    static HeldPoll open(Landscape landscape, String client, String productId) {
        return new HeldPoll(landscape, client, productId);
    }

    /** Waits until it is ended, without an answer, and sees that it is let in no more. */
    void awaitRefusal() {
        Eventually.until("the held poll is cut off", LIMIT, answer::isCompletedExceptionally);
        Throwable refusal = requireNonNull(catchThrowable(answer::join));
        assertThat(Faults.failure(refusal).kind()).isIn(Kind.UNAVAILABLE, Kind.DENIED);
    }

    @Override
    public void close() {
        channel.close();
        channels.close();
    }

    private CompletableFuture<WatchInventoryResponse> poll(int waitMs) {
        return channel.call(
                WATCH_INVENTORY,
                new WatchInventoryRequest().setProductIds(List.of(productId)).setWaitMs(waitMs),
                ThriftCallOptions.of(LIMIT, token));
    }
}
