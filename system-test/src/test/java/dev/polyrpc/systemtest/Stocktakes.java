package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.polyrpc.proto.product.v1.Stock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.LockSupport;

/** Stocktakes by the Java client, one after the other; some counts are stale when they come. */
final class Stocktakes {
    /** Products whose stock nothing else changes. */
    static final List<String> SHELVES = List.of("shelf-a", "shelf-b", "shelf-c", "shelf-d");

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofSeconds(3);
    private static final int EXIT_REFUSED = 1;
    private static final int EXIT_UNREACHABLE = 3;
    private static final String KEPT =
            "SELECT position, product_id, change, on_hand, stock_version FROM inventory_event"
                    + " WHERE cause = 'STOCKTAKE' ORDER BY position";

    private final Landscape landscape;
    private final Random random;
    private final Map<Long, List<String>> corrections = new ConcurrentSkipListMap<>();
    private int counts;
    private int refused;

    Stocktakes(Landscape landscape, long seed) {
        this.landscape = landscape;
        this.random = new Random(seed);
    }

    /** Counts some shelves that only it changes, and a product that others change, twice; holds the client to the file. */
    void round(int number) throws IOException {
        List<String> lines = new ArrayList<>(List.of("product_id,counted,stock_version"));
        for (String shelf : SHELVES) {
            lines.add(line(shelf, 0));
        }
        String busy = Workload.PRODUCTS.get(random.nextInt(Workload.PRODUCTS.size()));
        lines.add(line(busy, 0)); // may be stale when it comes
        lines.add(line(busy, 1)); // is stale for certain
        String name = "stocktake-%d".formatted(number);
        Path file = Files.write(landscape.folder().resolve(name + ".csv"), lines);
        Set<Long> refusals = new TreeSet<>();
        int exit = EXIT_UNREACHABLE;
        while (exit == EXIT_UNREACHABLE) { // a count sent again takes no second effect
            try (ClientProgram program = ClientProgram.start(
                    landscape, name + ".jsonl", "warehouse", List.of("reconcile", file.toString()))) {
                exit = program.exit(LIMIT);
                assertThat(exit).as(program.notes()).isIn(EXIT_REFUSED, EXIT_UNREACHABLE);
                program.answers().forEach(answer -> note(answer, refusals));
            }
        }
        long stale = lines.size();
        assertThat(refusals).as("refused counts of " + name).contains(stale).isSubsetOf(stale - 1, stale);
        counts += lines.size() - 1;
        refused += refusals.size();
        LockSupport.parkNanos(PAUSE.toNanos());
    }

    /** Every correction that was answered is kept as it was answered, and no other. */
    void check() {
        List<List<String>> kept = new Ledger(landscape.database(Built.PRODUCT_MGMT)).rows(KEPT);
        assertThat(kept).isEqualTo(new ArrayList<>(corrections.values()));
    }

    @Override
    public String toString() {
        return "%d counts, %d of them corrections, %d refused".formatted(counts, corrections.size(), refused);
    }

    private void note(JsonNode answer, Set<Long> refusals) {
        JsonNode correction = answer.path("correction");
        if (!correction.isMissingNode()) {
            List<String> row = List.of(
                    correction.path("position").asText(),
                    correction.path("productId").asText(),
                    correction.path("change").asText(),
                    correction.at("/stock/onHand").asText(),
                    correction.at("/stock/stockVersion").asText());
            corrections.put(correction.path("position").asLong(), row);
        } else if (answer.has("refusal")) {
            assertThat(answer.at("/refusal/reason").asText()).isEqualTo("STOCK_VERSION_STALE"); // DOM-10
            refusals.add(answer.path("item").asLong());
        }
    }

    private String line(String product, int behind) {
        Stock stock = stock(product);
        int counted = Math.max(0, stock.getOnHand() + random.nextInt(3) - 1);
        return "%s,%d,%d".formatted(product, counted, stock.getStockVersion() - behind);
    }

    private Stock stock(String product) {
        return Patience.definite(
                landscape::reconnect,
                () -> landscape
                        .products("warehouse")
                        .getProduct(Shop.get(product))
                        .getProduct()
                        .getStock());
    }
}
