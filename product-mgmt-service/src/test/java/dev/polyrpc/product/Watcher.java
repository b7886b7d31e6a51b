package dev.polyrpc.product;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.grpc.Statuses;
import dev.polyrpc.proto.product.v1.InventoryEvent;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc.ProductMgmtServiceBlockingStub;
import dev.polyrpc.proto.product.v1.WatchInventoryRequest;
import dev.polyrpc.proto.product.v1.WatchInventoryResponse;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client of WatchInventory that takes exactly as many messages as a test lets it. */
public final class Watcher extends ClientCall.Listener<WatchInventoryResponse> {
    private static final long WAIT_S = 20;
    private static final Metadata.Key<String> POSITION =
            Metadata.Key.of("x-watch-position", Metadata.ASCII_STRING_MARSHALLER);

    private final ClientCall<WatchInventoryRequest, WatchInventoryResponse> call;
    private final CompletableFuture<Metadata> accepted = new CompletableFuture<>();
    private final BlockingQueue<InventoryEvent> events = new LinkedBlockingQueue<>();
    private final CompletableFuture<Failure> end = new CompletableFuture<>();

    private Watcher(ProductMgmtServiceBlockingStub stub) {
        call = stub.getChannel().newCall(ProductMgmtServiceGrpc.getWatchInventoryMethod(), stub.getCallOptions());
    }

    /** Begins a watch that asks for no message yet; returns at once. */
    static Watcher begin(ProductMgmtServiceBlockingStub stub, WatchInventoryRequest request) {
        Watcher watcher = new Watcher(stub);
        watcher.call.start(watcher, new Metadata());
        watcher.call.sendMessage(request);
        watcher.call.halfClose();
        return watcher;
    }

    /** Begins a watch; returns when the service has accepted it, or refused. */
    public static Watcher on(ProductMgmtServiceBlockingStub stub, WatchInventoryRequest.Builder request) {
        Watcher watcher = begin(stub, request.build());
        CompletableFuture.anyOf(watcher.accepted, watcher.end)
                .orTimeout(WAIT_S, TimeUnit.SECONDS)
                .join();
        return watcher;
    }

    /** Takes so many events. */
    List<InventoryEvent> take(int count) throws InterruptedException {
        call.request(count);
        List<InventoryEvent> taken = new ArrayList<>();
        while (taken.size() < count) {
            InventoryEvent event = events.poll(WAIT_S, TimeUnit.SECONDS);
            if (event == null) {
                throw new AssertionError("%d of %d events came".formatted(taken.size(), count));
            }
            taken.add(event);
        }
        return taken;
    }

    /** Lets the service send as much as it will. */
    Watcher flow() {
        call.request(Integer.MAX_VALUE);
        return this;
    }

    /** All that came, once a position did. */
    List<InventoryEvent> awaitPosition(long position) throws InterruptedException {
        List<InventoryEvent> taken = new ArrayList<>();
        do {
            InventoryEvent event = events.poll(WAIT_S, TimeUnit.SECONDS);
            if (event == null) {
                throw new AssertionError("%d events came, but not %d".formatted(taken.size(), position));
            }
            taken.add(event);
        } while (taken.get(taken.size() - 1).getPosition() < position);
        return taken;
    }

    /** How many messages have come that nobody took yet. */
    int waiting() {
        return events.size();
    }

    /** The position that the service says it begins after. */
    long start() {
        return Long.parseLong(accepted.join().get(POSITION));
    }

    /** Why the watch ended. */
    Failure failure() {
        return end.orTimeout(WAIT_S, TimeUnit.SECONDS).join();
    }

    void cancel() {
        call.cancel("seen enough", null);
    }

    @Override
    public void onHeaders(Metadata headers) {
        accepted.complete(headers);
    }

    @Override
    public void onMessage(WatchInventoryResponse message) {
        events.add(message.getEvent());
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        end.complete(Statuses.failure(status.asRuntimeException(trailers)));
    }
}
