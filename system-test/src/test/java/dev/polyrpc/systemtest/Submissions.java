package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.polyrpc.proto.returns.v1.InitiateReturnRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** A customer who sends files of returns, one after the other, by the Java client. */
final class Submissions {
    private static final int GOOD = 30;
    private static final Duration PAUSE = Duration.ofSeconds(3);
    private static final String HEADER = "order,product_id,quantity,reason";
    private static final String KEPT =
            "SELECT order_ref, product_id, quantity, state FROM product_return WHERE customer = ? ORDER BY return_id";

    private final Landscape landscape;
    private final String customer;
    private final Random random;
    private final Map<String, List<String>> orders = new ConcurrentHashMap<>();

    Submissions(Landscape landscape, String customer, long seed) {
        this.landscape = landscape;
        this.customer = customer;
        this.random = new Random(seed);
    }

    /** Sends a file, and holds the client's summary to it. */
    void round(int number) throws IOException {
        ItemsFile file = ItemsFile.write(
                landscape.folder().resolve("%s-%d.csv".formatted(customer, number)),
                HEADER,
                GOOD,
                item -> line("%s-%d-%d".formatted(customer, number, item)),
                List.of(
                        "%s-%d-a,%s,1,unwanted".formatted(customer, number, Workload.NO_PRODUCT),
                        "%s-%d-b,chai,many,unwanted".formatted(customer, number),
                        "%s-%d-c,chai,1,boredom".formatted(customer, number)),
                random);
        JsonNode summary = file.send(landscape, customer, "return", "submit");
        Set<Long> named = ItemsFile.named(summary);
        int opened = summary.path("openedCount").asInt();
        assertThat(file.bad()).as("bad lines of " + file.path()).containsAll(named);
        // Product management may be down when an unknown product is to be refused: then that happens later.
        assertThat(opened).isBetween(GOOD, GOOD + 1);
        assertThat(opened + named.size()).isEqualTo(GOOD + file.bad().size());
        LockSupport.parkNanos(PAUSE.toNanos());
    }

    /** Opens a return of what is not there: refused, and seen by who watches. */
    void submitUnknown() {
        InitiateReturnRequest request = Shop.opening(Workload.NO_PRODUCT, 1);
        assertThatThrownBy(() -> Patience.definite(
                        landscape::reconnect, () -> landscape.returns(customer).initiateReturn(request)))
                .hasMessageStartingWith("NOT_FOUND");
    }

    /** Every good line has opened one return, as it stands there; no other line has one that lives. */
    void check() {
        List<List<String>> kept = new Ledger(landscape.database(Built.RETURN)).rows(KEPT, customer);
        List<String> live = kept.stream()
                .filter(row -> !row.get(3).equals("REFUSED"))
                .map(row -> String.join(",", row.subList(0, 3)))
                .toList();
        assertThat(live)
                .as("returns of " + customer)
                .containsExactlyInAnyOrderElementsOf(orders.values().stream()
                        .map(fields -> String.join(",", fields))
                        .toList());
    }

    @Override
    public String toString() {
        return "%d returns of %s".formatted(orders.size(), customer);
    }

    private String line(String order) {
        String product = Workload.PRODUCTS.get(random.nextInt(Workload.PRODUCTS.size()));
        String quantity = Integer.toString(1 + random.nextInt(9));
        orders.put(order, List.of(order, product, quantity));
        return "%s,%s,%s,unwanted".formatted(order, product, quantity);
    }
}
