package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.proto.returns.v1.ProductReturn;
import dev.polyrpc.proto.returns.v1.ReturnState;
import dev.polyrpc.proto.returns.v1.Verdict;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The queries of docs/invariants.md on databases whose old events were deleted: what is kept adds up, and a fault in it is seen. */
class RetentionIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @RegisterExtension
    static final Landscape landscape = new Landscape(Built.TOKEN, Built.PRODUCT_MGMT, Built.RETURN);

    private static final Shop shop = new Shop(landscape);

    @TempDir
    private Path folder;

    /** A product with a return each from before, from before and after, and from after the oldest event that is kept. */
    @BeforeAll
    static void live() {
        decide(open(shop.stock("before", 10)), Verdict.VERDICT_REJECT);
        ProductReturn across = open(shop.stock("across", 20));
        Retention.deleteEvents(landscape, Built.PRODUCT_MGMT, "inventory_event");
        Retention.deleteEvents(landscape, Built.RETURN, "return_event");
        Invariants.check(landscape.database(Built.PRODUCT_MGMT), landscape.database(Built.RETURN)); // of nothing
        adjust("across");
        decide(across, Verdict.VERDICT_ACCEPT);
        adjust("across");
        decide(open(shop.stock("after", 5)), Verdict.VERDICT_ACCEPT);
    }

    @Test
    void queries_onWhatIsKept_findNothing() { // I1, I2, I3, I6
        Invariants.check(landscape.database(Built.PRODUCT_MGMT), landscape.database(Built.RETURN));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            I1 | PRODUCT_MGMT | UPDATE product SET on_hand = on_hand + 1 WHERE product_id = 'across'
            I1 | PRODUCT_MGMT | UPDATE product SET written_off = 1 WHERE product_id = 'after'
            I1 | PRODUCT_MGMT | UPDATE inventory_event SET change = 7 WHERE product_id = 'across' AND cause = 'RESTOCK'
            I1 | PRODUCT_MGMT | DELETE FROM inventory_event WHERE position = (SELECT max(position) FROM inventory_event)
            I1 | PRODUCT_MGMT | DELETE FROM inventory_event WHERE product_id = 'after'
            I6 | PRODUCT_MGMT | DELETE FROM inventory_event WHERE product_id = 'across' AND cause = 'RESTOCK'
            I6 | PRODUCT_MGMT | DELETE FROM inventory_event WHERE product_id = 'after' AND stock_version = 1
            I2 | PRODUCT_MGMT | DELETE FROM inventory_event WHERE product_id = 'after' AND cause = 'QUARANTINE'
            I2 | RETURN | UPDATE product_return SET state = 'WRITTEN_OFF' WHERE product_id = 'across'
            I2 | RETURN | DELETE FROM return_event WHERE position = (SELECT max(position) - 1 FROM return_event)
            I2 | RETURN | DELETE FROM return_event WHERE number = 4
            """)
    void queries_onAPlantedFault_findIt(String rule, Built program, String fault) throws SQLException {
        Map<Built, Path> copies = Map.of(
                Built.PRODUCT_MGMT, copy(Built.PRODUCT_MGMT),
                Built.RETURN, copy(Built.RETURN));
        assertThat(Invariants.broken(copies.get(Built.PRODUCT_MGMT), copies.get(Built.RETURN)))
                .isEmpty();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copies.get(program));
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(fault)).isPositive();
        }

        assertThat(Invariants.broken(copies.get(Built.PRODUCT_MGMT), copies.get(Built.RETURN)))
                .containsKey(rule);
    }

    private Path copy(Built program) throws SQLException {
        Path copy = folder.resolve(program.label() + ".db");
        try (Connection connection = Books.readOnly(landscape.database(program));
                Statement statement = connection.createStatement()) {
            statement.execute("VACUUM INTO '%s'".formatted(copy));
        }
        return copy;
    }

    private static ProductReturn open(String product) {
        ProductReturn opened = shop.open(product, 2);
        await(opened, ReturnState.RETURN_STATE_QUARANTINED);
        return opened;
    }

    private static void decide(ProductReturn opened, Verdict verdict) {
        shop.inspect(opened, verdict);
        await(
                opened,
                verdict == Verdict.VERDICT_ACCEPT
                        ? ReturnState.RETURN_STATE_RESTOCKED
                        : ReturnState.RETURN_STATE_WRITTEN_OFF);
    }

    private static void await(ProductReturn opened, ReturnState state) {
        Eventually.until("return is " + state, LIMIT, () -> shop.read(opened).getState() == state);
    }

    private static void adjust(String product) {
        landscape.products("warehouse").adjustInventory(Shop.adjustment(product, 1));
    }
}
