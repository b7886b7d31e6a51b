package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.systemtest.history.Watched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients that are gone in mid-stream, or there and silent: what the services had open for them ends. */
class VanishedPeerIT {
    private static final int LINES = 400_000;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration FOUND_LIMIT = Duration.ofSeconds(20);
    private static final Map<String, Built> STREAMS = Map.of(
            "WatchInventory", Built.PRODUCT_MGMT,
            "ImportProducts", Built.PRODUCT_MGMT,
            "WatchReturns", Built.RETURN,
            "InspectReturns", Built.RETURN);

    @RegisterExtension
    static final Landscape landscape = new Landscape(Built.TOKEN, Built.PRODUCT_MGMT, Built.RETURN);

    private final Shop shop = new Shop(landscape);
    private final List<ClientProgram> clients = new ArrayList<>();

    private WatcherProgram stock;

    private WatcherProgram returns;

    @BeforeEach
    void openStreams() throws IOException {
        String run = Long.toString(System.nanoTime(), 36);
        stock = WatcherProgram.ofStock(landscape, "stock-" + run, "auditor", Watched.all(), "--after=0");
        returns = WatcherProgram.ofReturns(
                landscape, "returns-" + run, "alice", Watched.all().by("alice"), "--after=0");
        clients.add(stock.program());
        clients.add(returns.program());
        clients.add(ClientProgram.start(landscape, "desk-" + run, "warehouse", List.of("return", "desk")));
        clients.add(ClientProgram.start(
                landscape,
                "import-" + run,
                "warehouse",
                List.of("import", catalogue(run).toString())));
        STREAMS.forEach((method, service) ->
                Eventually.until(method + " is open", LIMIT, () -> open(service).calls(method) == 1));
    }

    @AfterEach
    void endClients() {
        clients.forEach(ClientProgram::close);
    }

    @Test
    void kill_clientsInMidStream_leavesNothingOpen() {
        clients.forEach(ClientProgram::kill);

        awaitNothingOpen();
        assertThat(shop.stockOf(shop.stock("after-a-kill", 3)).getOnHand()).isEqualTo(3);
    }

    @Test
    void freeze_clientsInMidStream_isFoundByKeepalive() {
        clients.forEach(ClientProgram::freeze);
        try {
            shop.open(shop.stock("unseen", 3), 2); // what is sent to them is not read
            awaitNothingOpen();
        } finally {
            clients.forEach(ClientProgram::thaw);
        }

        stock.awaitSeen(stock.last()); // it finds its stream ended, and resumes
        returns.awaitSeen(returns.last());
        assertThat(stock.difference()).isEmpty();
        assertThat(returns.difference()).isEmpty();
    }

    private static void awaitNothingOpen() {
        long begin = System.nanoTime();
        STREAMS.forEach((method, service) -> {
            Duration left = FOUND_LIMIT.minusNanos(System.nanoTime() - begin);
            Eventually.until(method + " is over", left, () -> open(service).calls(method) == 0);
            System.out.printf(
                    "VanishedPeerIT: %s over within %d ms%n", method, (System.nanoTime() - begin) / 1_000_000);
        });
        assertThat(open(Built.PRODUCT_MGMT).watches()).isZero();
        assertThat(open(Built.RETURN).watches()).isZero();
    }

    private static OpenStreams open(Built service) {
        return new OpenStreams(landscape, service);
    }

    /** A file that takes longer than the test. */
    private static Path catalogue(String run) throws IOException {
        List<String> lines = new ArrayList<>(List.of("product_id,name"));
        for (int i = 0; i < LINES; i++) {
            lines.add("%s-%d,Item %d".formatted(run, i, i));
        }
        return Files.write(landscape.folder().resolve(run + ".csv"), lines);
    }
}
