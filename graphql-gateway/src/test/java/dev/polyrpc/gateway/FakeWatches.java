package dev.polyrpc.gateway;

import com.google.protobuf.Timestamp;
import dev.polyrpc.kit.grpc.CallContext;
import dev.polyrpc.proto.product.v1.InventoryCause;
import dev.polyrpc.proto.product.v1.InventoryEvent;
import dev.polyrpc.proto.product.v1.Stock;
import dev.polyrpc.proto.product.v1.WatchInventoryRequest;
import dev.polyrpc.proto.product.v1.WatchInventoryResponse;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The watches of a fake product management: changes 1, 2, 3 and so on, of products {@code p-0} to {@code p-9} in turns, as far
 * as a test has published. Each is made only when its call can take it, and counted. Safe for use by many threads.
 */
final class FakeWatches {
    private final List<WatchInventoryRequest> requests = new ArrayList<>();
    private final List<Call> open = new ArrayList<>();
    private final AtomicLong sent = new AtomicLong();
    private volatile long published;
    private volatile String movement = "";

    /** What each call asked for. */
    synchronized List<WatchInventoryRequest> requests() {
        return List.copyOf(requests);
    }

    /** How many calls are open. */
    synchronized int open() {
        return open.size();
    }

    /** How many changes have left, on all calls. */
    long sent() {
        return sent.get();
    }

    /** Makes changes up to that position, each with a movement id of that length. */
    void publish(long upTo, int movementLength) {
        movement = "m".repeat(movementLength);
        publish(upTo);
    }

    void publish(long upTo) {
        published = upTo;
        calls().forEach(Call::send);
    }

    /** Ends every open call like that. */
    void cut(RuntimeException how) {
        List<Call> calls = calls();
        synchronized (this) {
            open.clear();
        }
        calls.forEach(call -> call.answers.onError(how));
    }

    synchronized void reset() {
        requests.clear();
        sent.set(0);
        published = 0;
        movement = "";
    }

    void open(WatchInventoryRequest request, ServerCallStreamObserver<WatchInventoryResponse> answers) {
        long start = request.hasAfter() ? request.getAfter() : published;
        CallContext.answerHeader("x-watch-position", String.valueOf(start));
        Call call = new Call(answers, start);
        answers.setOnCancelHandler(() -> closed(call));
        answers.setOnReadyHandler(call::send);
        synchronized (this) {
            requests.add(request);
            open.add(call);
        }
        call.send();
    }

    private synchronized List<Call> calls() {
        return List.copyOf(open);
    }

    private synchronized void closed(Call call) {
        open.remove(call);
    }

    private InventoryEvent event(long position) {
        return InventoryEvent.newBuilder()
                .setPosition(position)
                .setProductId("p-" + position % 10)
                .setCause(InventoryCause.INVENTORY_CAUSE_ADJUSTMENT)
                .setChange(1)
                .setStock(Stock.newBuilder().setOnHand(1).setStockVersion(position))
                .setMovementId(movement)
                .setEventTime(Timestamp.newBuilder().setSeconds(1_700_000_002))
                .build();
    }

    private final class Call {
        private final ServerCallStreamObserver<WatchInventoryResponse> answers;
        private long position;

        Call(ServerCallStreamObserver<WatchInventoryResponse> answers, long after) {
            this.answers = answers;
            this.position = after;
        }

        synchronized void send() {
            while (position < published && answers.isReady()) {
                position++;
                sent.incrementAndGet();
                answers.onNext(WatchInventoryResponse.newBuilder()
                        .setEvent(event(position))
                        .build());
            }
        }
    }
}
