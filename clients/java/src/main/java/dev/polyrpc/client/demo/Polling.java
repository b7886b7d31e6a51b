package dev.polyrpc.client.demo;

import dev.polyrpc.client.session.ThriftMethods;
import dev.polyrpc.client.session.ThriftSession;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.thrift.product.v1.InventoryEvent;
import dev.polyrpc.thrift.product.v1.WatchInventoryRequest;
import dev.polyrpc.thrift.product.v1.WatchInventoryResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Follows changes of a product's stock by polls over Thrift, from now on, whatever becomes of the service. For use by one thread. */
final class Polling {
    private static final int WAIT_MS = 1_000;

    private final ThriftSession thrift;
    private final String productId;
    private final List<Long> seen = new ArrayList<>();
    private @Nullable Long after;

    Polling(ThriftSession thrift, String productId) {
        this.thrift = thrift;
        this.productId = productId;
        poll(0);
    }

    /** The positions of so many changes; a poll that fails is made again, from where the one before has ended. */
    List<Long> awaitSeen(int count) throws Exception {
        return Waiting.until("%d changes by polls".formatted(count), this::goOn, all -> all.size() >= count);
    }

    /** Positions for people. */
    static String words(List<Long> positions) {
        return positions.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    private List<Long> goOn() {
        try {
            poll(WAIT_MS);
        } catch (Failure failure) {
            if (failure.kind() != Kind.UNAVAILABLE) {
                throw failure;
            }
        }
        return List.copyOf(seen);
    }

    private void poll(int waitMs) {
        WatchInventoryRequest request =
                new WatchInventoryRequest().setProductIds(List.of(productId)).setWaitMs(waitMs);
        WatchInventoryResponse answer =
                thrift.products(ThriftMethods.WATCH_INVENTORY, after == null ? request : request.setAfter(after));
        answer.getEvents().stream().map(InventoryEvent::getPosition).forEach(seen::add);
        after = answer.getNextAfter();
    }
}
