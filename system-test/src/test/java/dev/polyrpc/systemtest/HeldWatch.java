package dev.polyrpc.systemtest;

import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.WatchInventoryRequest;
import dev.polyrpc.proto.product.v1.WatchInventoryResponse;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** A watch of stock over one connection, by a client that read its certificate once and never tries again. */
final class HeldWatch implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final ManagedChannel channel;
    private final CompletableFuture<Throwable> end = new CompletableFuture<>();
    private final AtomicLong events = new AtomicLong();

    private HeldWatch(ManagedChannel channel) {
        this.channel = channel;
    }

    /** Opens it as a dev client, and waits for an event, which somebody has to make. */
    static HeldWatch open(Landscape landscape, String client) {
        return open(landscape, client, WatchInventoryRequest.getDefaultInstance());
    }

    /** Opens it like that, with all that has happened before. */
    static HeldWatch openFromStart(Landscape landscape, String client) {
        return open(
                landscape,
                client,
                WatchInventoryRequest.newBuilder().setAfter(0).build());
    }

    private static HeldWatch open(Landscape landscape, String client, WatchInventoryRequest request) {
        HeldWatch watch = new HeldWatch(Wire.channel(
                landscape.port(Built.PRODUCT_MGMT),
                landscape.certificates().resolve("ca.pem"),
                landscape.certificates(),
                client));
        String token = landscape.token(client, Built.PRODUCT_MGMT);
        ProductMgmtServiceGrpc.newStub(Wire.authorized(watch.channel, () -> token))
                .watchInventory(request, watch.new Observer());
        watch.awaitMore();
        return watch;
    }

    boolean ended() {
        return end.isDone();
    }

    /** The events that it has shown. */
    long seen() {
        return events.get();
    }

    /** Waits until it shows another event. */
    void awaitMore() {
        awaitMoreThan(events.get());
    }

    /** Waits until it has shown more than so many. */
    void awaitMoreThan(long before) {
        Eventually.until("the held watch shows an event", LIMIT, () -> events.get() > before || ended());
        if (ended()) {
            throw new AssertionError("the watch has ended: " + end.join());
        }
    }

    /** Waits until the server has ended it; answers how. */
    Throwable awaitEnd() {
        Eventually.until("the held watch is cut off", LIMIT, this::ended);
        return end.join();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    private final class Observer implements StreamObserver<WatchInventoryResponse> {
        @Override
        public void onNext(WatchInventoryResponse event) {
            events.incrementAndGet();
        }

        @Override
        public void onError(Throwable failure) {
            end.complete(failure);
        }

        @Override
        public void onCompleted() {
            end.complete(new IllegalStateException("the watch came to an end"));
        }
    }
}
