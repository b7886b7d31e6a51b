package dev.polyrpc.client.demo;

import dev.polyrpc.client.demo.Story.NotHeld;
import dev.polyrpc.client.session.Endpoints;
import dev.polyrpc.client.session.Session;
import dev.polyrpc.client.session.ThriftMethods;
import dev.polyrpc.client.session.ThriftSession;
import dev.polyrpc.thrift.product.v1.InventoryEvent;
import dev.polyrpc.thrift.product.v1.WatchInventoryRequest;
import dev.polyrpc.thrift.product.v1.WatchInventoryResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Changes of stock, which gRPC streams, are polled over Thrift; the position goes with the client, not with its connection. */
final class ThriftPollChapter {
    private static final int WAIT_MS = 5_000;

    private final Story story;
    private final Endpoints endpoints;
    private final Session warehouse;
    private final Session auditor;
    private final String productId;

    ThriftPollChapter(Story story, Endpoints endpoints, Session warehouse, Session auditor, String productId) {
        this.story = story;
        this.endpoints = endpoints;
        this.warehouse = warehouse;
        this.auditor = auditor;
        this.productId = productId;
    }

    void play() throws NotHeld {
        story.chapter("A live watcher over Thrift: polls, each from where the one before has ended");
        long seen;
        List<Long> made;
        try (ThriftSession thrift = auditor.overThrift(endpoints)) {
            long begin = story.step(
                    "%s polls %s: nothing yet, and a position to go on from".formatted(auditor.name(), productId),
                    () -> positionAfter(poll(thrift, null, 0)));
            made = story.step(
                    "its stock changes twice, and back, over gRPC", () -> List.of(change(1), change(1), change(-2)));
            seen = story.step(
                    "a poll for one change is answered by the first",
                    () -> positionAfter(poll(thrift, begin, 0), made.get(0)));
        }
        try (ThriftSession thrift = auditor.overThrift(endpoints)) {
            long second = story.step(
                    "over another connection, a poll from there is answered by the second",
                    () -> positionAfter(poll(thrift, seen, 0), made.get(1)));
            long third = story.step("and one by the third", () -> positionAfter(poll(thrift, second, 0), made.get(2)));
            long waited = story.step("a poll waits until there is a change again, and is answered by it", () -> {
                CompletableFuture<WatchInventoryResponse> poll =
                        CompletableFuture.supplyAsync(() -> poll(thrift, third, WAIT_MS));
                long next = change(1);
                return positionAfter(poll.join(), next);
            });
            long last = change(-1);
            story.check("the next has the one after it, and nothing twice", () -> {
                positionAfter(poll(thrift, waited, WAIT_MS), last);
                positionAfter(poll(thrift, last, 0));
            });
            story.detail("positions %s, %d, %d".formatted(made, waited, last));
        }
    }

    private WatchInventoryResponse poll(ThriftSession thrift, @Nullable Long after, int waitMs) {
        WatchInventoryRequest request = new WatchInventoryRequest()
                .setProductIds(List.of(productId))
                .setLimit(1)
                .setWaitMs(waitMs);
        return thrift.products(ThriftMethods.WATCH_INVENTORY, after == null ? request : request.setAfter(after));
    }

    /** Where the next poll begins, after just these changes. */
    private static long positionAfter(WatchInventoryResponse answer, Long... positions) {
        List<Long> found =
                answer.getEvents().stream().map(InventoryEvent::getPosition).toList();
        Story.expect("positions", List.of(positions), found);
        return answer.getNextAfter();
    }

    private long change(int by) {
        return warehouse
                .products()
                .adjustInventory(Requests.adjustment(productId, by))
                .getEvent()
                .getPosition();
    }
}
