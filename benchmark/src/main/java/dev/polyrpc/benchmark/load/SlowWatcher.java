package dev.polyrpc.benchmark.load;

import dev.polyrpc.benchmark.stack.Connections;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.WatchInventoryRequest;
import dev.polyrpc.proto.product.v1.WatchInventoryResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A watcher of all events from the oldest on, which takes only as many as it is told to. Safe for use by many threads. */
public final class SlowWatcher implements AutoCloseable {
    private static final long LIMIT_S = 30;

    private final ClientCall<WatchInventoryRequest, WatchInventoryResponse> call;
    private final CompletableFuture<Void> accepted = new CompletableFuture<>();
    private final CompletableFuture<Status> ended = new CompletableFuture<>();
    private final AtomicLong received = new AtomicLong();

    private SlowWatcher(Connections connections, Callers callers, int number) {
        call = connections.get(number).newCall(ProductMgmtServiceGrpc.getWatchInventoryMethod(), CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onHeaders(Metadata headers) {
                        accepted.complete(null);
                    }

                    @Override
                    public void onMessage(WatchInventoryResponse message) {
                        received.incrementAndGet();
                    }

                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        accepted.completeExceptionally(status.asException());
                        ended.complete(status);
                    }
                },
                callers.headers(number));
        call.sendMessage(WatchInventoryRequest.newBuilder().setAfter(0).build());
        call.halfClose();
    }

    /** Begins to watch; nothing is read yet. */
    public static SlowWatcher start(Connections connections, Callers callers, int number) {
        return new SlowWatcher(connections, callers, number);
    }

    /** Waits until the server has accepted the watch. */
    public SlowWatcher awaitAccepted() {
        accepted.orTimeout(LIMIT_S, TimeUnit.SECONDS).join();
        return this;
    }

    /** Reads so many more events, when they come. */
    public void read(int events) {
        call.request(events);
    }

    /** Events that it has read so far. */
    public long received() {
        return received.get();
    }

    /** Whether the server has ended the watch. */
    public boolean hasEnded() {
        return ended.isDone();
    }

    /** Leaves, and waits until that is known here. */
    @Override
    public void close() {
        call.cancel("seen enough", null);
        ended.orTimeout(LIMIT_S, TimeUnit.SECONDS).join();
    }
}
