package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** A catalogue that is imported edition after edition by the Java client; each changes every product. */
final class Imports {
    static final int GOOD = 2_000;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final String HEADER = "product_id,name,category,unit_price";
    private static final String ARRIVED = "SELECT count(*) FROM product WHERE category = ?";
    private static final String KEPT = "SELECT product_id, name, category, unit_price_cents, revision FROM product"
            + " WHERE category LIKE 'edition %' ORDER BY product_id";

    private final Landscape landscape;
    private final Ledger ledger;
    private final Random random;
    private volatile int edition;

    Imports(Landscape landscape, long seed) {
        this.landscape = landscape;
        this.ledger = new Ledger(landscape.database(Built.PRODUCT_MGMT));
        this.random = new Random(seed);
    }

    /** Imports an edition, and holds the client's summary to its file. */
    void round(int number) throws IOException {
        ItemsFile file = ItemsFile.write(
                landscape.folder().resolve("edition-" + number + ".csv"),
                HEADER,
                GOOD,
                item -> line(item, number),
                bad(number),
                random);
        edition = number;
        JsonNode summary = file.send(landscape, "warehouse", "import");
        assertThat(ItemsFile.named(summary))
                .as("bad lines of edition %d".formatted(number))
                .isEqualTo(file.bad()); // DOM-9
        assertThat(summary.path("refusedCount").asInt()).isEqualTo(file.bad().size());
        assertThat(summary.path("createdCount").asInt()
                        + summary.path("updatedCount").asInt()
                        + summary.path("unchangedCount").asInt())
                .as("good lines of edition %d".formatted(number))
                .isEqualTo(GOOD);
        LockSupport.parkNanos(PAUSE.toNanos());
    }

    /** The edition that is on its way; 0 before the first. */
    int edition() {
        return edition;
    }

    /** How many products an edition has brought so far. */
    long arrived(int number) {
        return ledger.number(ARRIVED, category(number));
    }

    /** Every good line of the last edition is kept once, as it stands there, and was changed once by each edition. */
    void check() {
        List<List<String>> expected = new ArrayList<>();
        for (int item = 0; item < GOOD; item++) {
            expected.add(List.of(
                    id(item),
                    "Item %d of edition %d".formatted(item, edition),
                    category(edition),
                    Integer.toString(cents(item, edition)),
                    Integer.toString(edition)));
        }
        assertThat(ledger.rows(KEPT)).isEqualTo(expected);
    }

    @Override
    public String toString() {
        return "%d imports of %d lines".formatted(edition, GOOD);
    }

    private static String line(int item, int number) {
        int cents = cents(item, number);
        return "%s,Item %d of edition %d,%s,%d.%02d"
                .formatted(id(item), item, number, category(number), cents / 100, cents % 100);
    }

    private static List<String> bad(int number) {
        String category = category(number);
        return List.of(
                "item-a,Item a,%s,a lot".formatted(category),
                "ITEM B,Item b,%s,1.00".formatted(category),
                "item-c,Item c",
                "item-d,,%s,1.00".formatted(category),
                "item-e,Item e,%s,-1.00".formatted(category));
    }

    private static String id(int item) {
        return "item-%05d".formatted(item);
    }

    private static String category(int number) {
        return "edition " + number;
    }

    private static int cents(int item, int number) {
        return 100 + (item * 7 + number * 13) % 9_900;
    }
}
