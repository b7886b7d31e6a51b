package dev.polyrpc.client.demo;

import dev.polyrpc.client.demo.Story.NotHeld;
import dev.polyrpc.client.session.Endpoints;
import dev.polyrpc.client.session.Session;
import dev.polyrpc.client.session.ThriftSession;
import dev.polyrpc.client.stream.Calls;
import dev.polyrpc.client.stream.Reconnection;
import dev.polyrpc.client.stream.ResumingWatch;
import dev.polyrpc.proto.product.v1.AdjustInventoryRequest;
import dev.polyrpc.proto.product.v1.InventoryEvent;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.WatchInventoryRequest;
import dev.polyrpc.proto.product.v1.WatchInventoryResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A watcher sees each change of stock once and in order, though the service is killed and started again in between. */
final class WatchChapter {
    private static final int CHANGES = 5;

    private final Story story;
    private final Endpoints endpoints;
    private final Session warehouse;
    private final Session auditor;
    private final String productId;

    WatchChapter(Story story, Endpoints endpoints, Session warehouse, Session auditor, String productId) {
        this.story = story;
        this.endpoints = endpoints;
        this.warehouse = warehouse;
        this.auditor = auditor;
        this.productId = productId;
    }

    /** Plays it with a restart where there is a command that makes one. */
    void play(String restart) throws NotHeld {
        story.chapter("A live watcher, by a server stream and by polls over Thrift: WatchInventory");
        try (ResumingWatch<WatchInventoryRequest, WatchInventoryResponse> watch = watch();
                ThriftSession thrift = auditor.overThrift(endpoints)) {
            story.check("%s watches %s".formatted(auditor.name(), productId), watch::awaitAccepted);
            story.detail("what comes after position " + watch.position());
            Polling polling = story.step("and polls for the same over Thrift", () -> new Polling(thrift, productId));
            List<InventoryEvent> made = new ArrayList<>(change(1));
            List<InventoryEvent> seen = new ArrayList<>(see(watch, made.size()));
            if (restart.isEmpty()) {
                story.detail("no restart: see --restart");
            } else {
                story.check("product management is killed, and started again", () -> run(restart));
            }
            List<InventoryEvent> after = change(-1);
            made.addAll(after);
            seen.addAll(see(watch, after.size()));
            story.check("what the watcher saw is what was made: nothing lost, nothing twice, in order", () -> {
                Story.expect("positions", positions(made), positions(seen));
                Story.expect("changes", made.size(), seen.size());
            });
            story.detail("positions " + positions(seen));
            story.check("and so is what the polls saw, which went on from where they were", () -> {
                List<Long> polled = polling.awaitSeen(made.size());
                Story.expect("positions", positions(made), Polling.words(polled));
            });
        }
        story.detail("look at it: scripts/polyrpc watch; meanwhile: scripts/restart product-mgmt");
    }

    private List<InventoryEvent> change(int by) throws NotHeld {
        return story.step("the stock changes %d times".formatted(CHANGES), () -> {
            List<InventoryEvent> made = new ArrayList<>();
            for (int i = 0; i < CHANGES; i++) {
                made.add(adjust(by));
            }
            return made;
        });
    }

    private InventoryEvent adjust(int by) {
        AdjustInventoryRequest request = Requests.adjustment(productId, by);
        return warehouse.products().withWaitForReady().adjustInventory(request).getEvent();
    }

    private List<InventoryEvent> see(ResumingWatch<WatchInventoryRequest, WatchInventoryResponse> watch, int count)
            throws NotHeld {
        return story.step("the watcher sees %d changes".formatted(count), () -> {
            List<InventoryEvent> seen = new ArrayList<>();
            while (seen.size() < count) {
                WatchInventoryResponse next = watch.next();
                if (next == null) {
                    throw new IllegalStateException("the watch was closed");
                }
                seen.add(next.getEvent());
            }
            return seen;
        });
    }

    private ResumingWatch<WatchInventoryRequest, WatchInventoryResponse> watch() {
        return new ResumingWatch<>(
                Calls.lasting(auditor.productStreams(), ProductMgmtServiceGrpc.getWatchInventoryMethod()),
                this::request,
                answer -> answer.getEvent().getPosition(),
                null,
                new Reconnection(Duration.ofMinutes(1), story::detail));
    }

    private WatchInventoryRequest request(@Nullable Long after) {
        WatchInventoryRequest.Builder request =
                WatchInventoryRequest.newBuilder().addProductIds(productId);
        if (after != null) {
            request.setAfter(after);
        }
        return request.build();
    }

    private static String positions(List<InventoryEvent> events) {
        return Polling.words(events.stream().map(InventoryEvent::getPosition).toList());
    }

    private static void run(String command) throws Exception {
        Process process = new ProcessBuilder(command.split(" +", -1))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Story.expect("%s (%s) ends with".formatted(command, said.strip()), 0, process.waitFor());
    }
}
