package dev.polyrpc.systemtest;

import dev.polyrpc.proto.product.v1.AdjustInventoryRequest;
import dev.polyrpc.proto.product.v1.InventoryEvent;
import dev.polyrpc.proto.returns.v1.CancelReturnRequest;
import dev.polyrpc.proto.returns.v1.InitiateReturnRequest;
import dev.polyrpc.proto.returns.v1.InspectReturnRequest;
import dev.polyrpc.proto.returns.v1.ProductReturn;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What clients were answered with OK, to hold the services to it; and what they should not have been answered. */
final class Answers {
    record Opened(InitiateReturnRequest request, ProductReturn answer) {}

    record Inspected(InspectReturnRequest request, ProductReturn answer) {}

    record Cancelled(CancelReturnRequest request, ProductReturn answer) {}

    record Adjusted(AdjustInventoryRequest request, InventoryEvent answer) {}

    final Queue<Opened> opened = new ConcurrentLinkedQueue<>();
    final Queue<Inspected> inspected = new ConcurrentLinkedQueue<>();
    final Queue<Cancelled> cancelled = new ConcurrentLinkedQueue<>();
    final Queue<Adjusted> adjusted = new ConcurrentLinkedQueue<>();
    final Queue<String> unexpected = new ConcurrentLinkedQueue<>();

    private final AtomicInteger count = new AtomicInteger();

    /** Remembers an answer. */
    <T> void add(Queue<T> kind, T answer) {
        kind.add(answer);
        count.incrementAndGet();
    }

    /** Answers so far. */
    int count() {
        return count.get();
    }

    @Override
    public String toString() {
        return "%d returns opened, %d inspected, %d cancelled, %d adjustments"
                .formatted(opened.size(), inspected.size(), cancelled.size(), adjusted.size());
    }
}
