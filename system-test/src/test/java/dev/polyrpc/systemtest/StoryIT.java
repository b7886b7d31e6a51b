package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.proto.product.v1.Stock;
import dev.polyrpc.proto.returns.v1.ProductReturn;
import dev.polyrpc.proto.returns.v1.ReturnState;
import dev.polyrpc.proto.returns.v1.ReturnStateChange;
import dev.polyrpc.proto.returns.v1.Verdict;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The story that every demo tells, over the real programs. */
class StoryIT {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @RegisterExtension
    static final Landscape landscape = new Landscape();

    private final Shop shop = new Shop(landscape);

    @Test
    void return_accepted_isRestocked() {
        String product = shop.stock("chai", 40);

        ProductReturn opened = shop.open(product, 3);
        assertThat(opened.getState()).isEqualTo(ReturnState.RETURN_STATE_QUARANTINED);
        assertThat(shop.stockOf(product)).isEqualTo(stock(40, 3, 0, 2));

        shop.inspect(opened, Verdict.VERDICT_ACCEPT);
        assertEnds(opened, ReturnState.RETURN_STATE_RESTOCKED, "warehouse");
        assertThat(shop.stockOf(product)).isEqualTo(stock(43, 0, 0, 3));
    }

    @Test
    void return_rejected_isWrittenOff() {
        String product = shop.stock("chang", 40);

        ProductReturn opened = shop.open(product, 3);
        shop.inspect(opened, Verdict.VERDICT_REJECT);

        assertEnds(opened, ReturnState.RETURN_STATE_WRITTEN_OFF, "warehouse");
        assertThat(shop.stockOf(product)).isEqualTo(stock(40, 0, 3, 3));
    }

    @Test
    void return_cancelled_isWithdrawn() {
        String product = shop.stock("tofu", 40);

        ProductReturn opened = shop.open(product, 3);
        shop.cancel(opened);

        assertEnds(opened, ReturnState.RETURN_STATE_WITHDRAWN, "alice");
        assertThat(shop.stockOf(product)).isEqualTo(stock(40, 0, 0, 3));
    }

    /** Waits until a return is in its last state, with every state on the way, the last one on somebody's behalf. */
    private void assertEnds(ProductReturn opened, ReturnState state, String initiatedBy) {
        Eventually.until("return is " + state, LIMIT, () -> shop.read(opened).getState() == state);
        List<ReturnStateChange> history = shop.read(opened).getHistoryList();
        assertThat(history).hasSize(4);
        assertThat(history.get(3).getState()).isEqualTo(state);
        assertThat(history.get(3).getInitiatedBy()).isEqualTo(initiatedBy);
    }

    private static Stock stock(int onHand, int quarantined, int writtenOff, long version) {
        return Stock.newBuilder()
                .setOnHand(onHand)
                .setQuarantined(quarantined)
                .setWrittenOff(writtenOff)
                .setStockVersion(version)
                .build();
    }
}
