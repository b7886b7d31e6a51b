package dev.polyrpc.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Subscribers that do not read, and those beside them: what the former cost the latter is printed, by rounds in turns. It measures, so it is
 * run by its name alone.
 */
final class StalledNeighbourProbe {
    private static final int ROUNDS = 7;
    private static final int SAMPLES = 500;
    private static final int STALLED = 5;
    private static final long BACKLOG = 100_000;
    private static final String WATCH = "subscription { inventoryChanged(productIds: [\"p-1\"]) { position } }";
    private static final String BEHIND =
            "subscription { inventoryChanged(after: 0) { position cause stock { onHand } movementId } }";

    private final GatewayUnderTest gateway = GatewayUnderTest.start();
    private long published = BACKLOG;

    @Test
    void neighbours_ofStalledSubscribers_getAllAsIfTheyWereNotThere() throws Exception {
        try (gateway;
                SocketClient beside = gateway.aliceOn(gateway.socket())) {
            gateway.products.watches.publish(published, 55);
            beside.subscribe("1", WATCH);
            Eventually.holds(() -> gateway.products.watches.open() == 1);
            sample(beside); // warm-up
            Round alone = new Round();
            Round together = new Round();
            for (int round = 0; round < ROUNDS; round++) {
                alone.add(round, sample(beside));
                together.add(round, besideStalled(beside));
            }
            System.out.printf(
                    "beside %d stalled subscribers: p99 of events x%.2f, of queries x%.2f (medians of %d rounds in turns)%n",
                    STALLED, together.events() / alone.events(), together.queries() / alone.queries(), ROUNDS);

            assertThat(published).isEqualTo(BACKLOG + (2 * ROUNDS + 1) * SAMPLES);
        }
    }

    private Sample besideStalled(SocketClient beside) throws Exception {
        InputStream[] unread = new InputStream[STALLED];
        for (int client = 0; client < STALLED; client++) {
            unread[client] = stalled();
        }
        Eventually.holds(() -> gateway.products.watches.open() > 1);
        awaitStall();
        Sample sample = sample(beside);
        for (InputStream client : unread) {
            client.close();
        }
        Eventually.holds(() -> gateway.products.watches.open() == 1);
        return sample;
    }

    /** What the buffers on the way take is work like any other: it is over once nothing has left for a while. */
    private void awaitStall() throws Exception {
        long[] last = {-1, System.nanoTime()};
        Eventually.holds(() -> {
            long sent = gateway.products.watches.sent();
            if (sent != last[0]) {
                last[0] = sent;
                last[1] = System.nanoTime();
            }
            return System.nanoTime() - last[1] > 500_000_000L;
        });
    }

    private InputStream stalled() throws Exception {
        HttpRequest request = gateway.request()
                .version(HttpClient.Version.HTTP_1_1)
                .setHeader("accept", "text/event-stream")
                .POST(GatewayUnderTest.body(BEHIND, Map.of()))
                .build();
        return gateway.http().send(request, BodyHandlers.ofInputStream()).body();
    }

    /** The slowest of a hundred, in nanoseconds. */
    private record Sample(long event, long query) {}

    private Sample sample(SocketClient beside) {
        long[] events = new long[SAMPLES];
        long[] queries = new long[SAMPLES];
        for (int number = 0; number < SAMPLES; number++) {
            long start = System.nanoTime();
            gateway.products.watches.publish(++published);
            assertThat(beside.next()
                            .at("/payload/data/inventoryChanged/position")
                            .asLong())
                    .isEqualTo(published);
            long told = System.nanoTime();
            gateway.run("{ product(id: \"p-1\") { name } }");
            queries[number] = System.nanoTime() - told;
            events[number] = told - start;
        }
        return new Sample(p99(events), p99(queries));
    }

    private static long p99(long[] nanos) {
        Arrays.sort(nanos);
        return nanos[nanos.length * 99 / 100];
    }

    /** The samples of all rounds of one kind. */
    private static final class Round {
        private final long[] events = new long[ROUNDS];
        private final long[] queries = new long[ROUNDS];

        void add(int round, Sample sample) {
            events[round] = sample.event();
            queries[round] = sample.query();
        }

        double events() {
            return median(events);
        }

        double queries() {
            return median(queries);
        }

        private static double median(long[] of) {
            long[] sorted = of.clone();
            Arrays.sort(sorted);
            return sorted[sorted.length / 2];
        }
    }
}
