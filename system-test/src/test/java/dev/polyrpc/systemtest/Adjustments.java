package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.proto.product.v1.AdjustInventoryRequest;
import dev.polyrpc.proto.product.v1.InventoryEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.LockSupport;

/** A clerk who adjusts one stock after the other, and sends again what was not answered. */
final class Adjustments {
    private static final Duration PAUSE = Duration.ofMillis(40);
    private static final String KEPT =
            "SELECT position, product_id, change, on_hand, stock_version FROM inventory_event"
                    + " WHERE cause = 'ADJUSTMENT' ORDER BY position";

    private final Landscape landscape;
    private final Random random;
    private final Map<Long, List<String>> answered = new ConcurrentSkipListMap<>();

    Adjustments(Landscape landscape, long seed) {
        this.landscape = landscape;
        this.random = new Random(seed);
    }

    /** Adds to the stock of some product. */
    void round(int number) {
        adjust(Workload.PRODUCTS.get(random.nextInt(Workload.PRODUCTS.size())));
        LockSupport.parkNanos(PAUSE.toNanos());
    }

    /** Adds to the stock of this product. */
    void adjust(String product) {
        AdjustInventoryRequest request = Shop.adjustment(product, 1 + random.nextInt(20));
        InventoryEvent event = Patience.definite(
                        landscape::reconnect,
                        () -> landscape.products("warehouse").adjustInventory(request))
                .getEvent();
        List<String> row = List.of(
                Long.toString(event.getPosition()),
                event.getProductId(),
                Integer.toString(event.getChange()),
                Integer.toString(event.getStock().getOnHand()),
                Long.toString(event.getStock().getStockVersion()));
        assertThat(answered.put(event.getPosition(), row))
                .as("first answer with position " + event.getPosition())
                .isNull();
    }

    /** Every adjustment that was answered is kept as it was answered, and no other. */
    void check() {
        assertThat(new Ledger(landscape.database(Built.PRODUCT_MGMT)).rows(KEPT))
                .isEqualTo(new ArrayList<>(answered.values()));
    }

    @Override
    public String toString() {
        return "%d adjustments".formatted(answered.size());
    }
}
