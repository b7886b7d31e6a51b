package dev.polyrpc.client.stream;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.grpc.Statuses;
import dev.polyrpc.proto.product.v1.InventoryEvent;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.WatchInventoryRequest;
import dev.polyrpc.proto.product.v1.WatchInventoryResponse;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Positions with gaps, published when the test says so; calls are refused, or ended in between, as the test says. */
final class EventServer extends ProductMgmtServiceGrpc.ProductMgmtServiceImplBase implements ServerInterceptor {
    private final List<Long> positions = new ArrayList<>();
    private final List<Watcher> watchers = new ArrayList<>();
    private final List<@Nullable Long> asked = new ArrayList<>();
    private final Queue<Failure> refusals = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> allSent = new CompletableFuture<>();
    private long sent;
    private String padding = "";

    /** Publishes so many events, each third position. */
    synchronized void publish(int count) {
        for (int i = 0; i < count; i++) {
            positions.add(positions.size() * 3L + 3);
        }
        pump();
    }

    /** The next calls are refused so. */
    void refuse(Failure... next) {
        refusals.addAll(List.of(next));
    }

    /** Ends all watches so. */
    synchronized void end(Failure failure) {
        watchers.forEach(watcher -> watcher.answers.onError(Statuses.of(failure, "request")));
        watchers.clear();
    }

    /** The positions that each call asked to begin after. */
    synchronized List<@Nullable Long> asked() {
        return new ArrayList<>(asked);
    }

    /** Waits until so many calls have said what they ask for: their answers' headers go out before. */
    synchronized void awaitCalls(int calls) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (asked.size() < calls && System.nanoTime() < end) {
            wait(1_000);
        }
    }

    /** Makes events so many bytes larger. */
    synchronized void pad(int bytes) {
        padding = "x".repeat(bytes);
    }

    /** Events that went out, to all watchers together. */
    synchronized long sent() {
        return sent;
    }

    /** Done once some watcher was sent all there was. */
    CompletableFuture<Void> allSent() {
        return allSent;
    }

    synchronized long latest() {
        return positions.isEmpty() ? 0 : positions.get(positions.size() - 1);
    }

    @Override
    public synchronized void watchInventory(
            WatchInventoryRequest request, StreamObserver<WatchInventoryResponse> answers) {
        asked.add(request.hasAfter() ? request.getAfter() : null);
        notifyAll();
        Failure refusal = refusals.poll();
        if (refusal != null) {
            answers.onError(Statuses.of(refusal, "request"));
            return;
        }
        var call = (ServerCallStreamObserver<WatchInventoryResponse>) answers;
        watchers.add(new Watcher(call, Math.toIntExact((request.hasAfter() ? request.getAfter() : latest()) / 3)));
        call.setOnReadyHandler(this::pump);
        call.setOnCancelHandler(() -> {});
    }

    /** Sends the headers early, with the position at which the watch begins. */
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        boolean refused = !refusals.isEmpty();
        Metadata answer = new Metadata();
        answer.put(ResumingWatch.POSITION, String.valueOf(latest()));
        if (!refused) {
            call.sendHeaders(answer);
        }
        return next.startCall(
                new SimpleForwardingServerCall<>(call) {
                    @Override
                    public void sendHeaders(Metadata late) {
                        // they went ahead
                    }
                },
                headers);
    }

    private synchronized void pump() {
        for (Watcher watcher : watchers) {
            while (watcher.sent < positions.size() && watcher.answers.isReady()) {
                watcher.answers.onNext(WatchInventoryResponse.newBuilder()
                        .setEvent(InventoryEvent.newBuilder()
                                .setPosition(positions.get(watcher.sent))
                                .setMovementId(padding))
                        .build());
                watcher.sent++;
                sent++;
            }
            if (watcher.sent > 0 && watcher.sent == positions.size()) {
                allSent.complete(null);
            }
        }
    }

    private static final class Watcher {
        private final ServerCallStreamObserver<WatchInventoryResponse> answers;
        private int sent;

        Watcher(ServerCallStreamObserver<WatchInventoryResponse> answers, int sent) {
            this.answers = answers;
            this.sent = sent;
        }
    }
}
