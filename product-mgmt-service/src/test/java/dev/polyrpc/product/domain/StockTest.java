package dev.polyrpc.product.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polyrpc.kit.failure.Failure;
import org.junit.jupiter.api.Test;

final class StockTest {
    private static final Stock FULL = new Stock(Stock.MAX, Stock.MAX, Stock.MAX, 7);

    @Test
    void adjusted_overTheBound_isRefused() { // DOM-2
        refused(() -> FULL.adjusted(1), "on_hand: 1000000000 +1 = 1000000001 (expected: 0 to 1000000000)");
    }

    @Test
    void moved_overTheBound_isRefused() { // DOM-2
        refused(() -> FULL.moved(Movement.QUARANTINE, 1), "quarantined: ");
        refused(() -> FULL.moved(Movement.RESTOCK, 1), "on_hand: ");
        refused(() -> FULL.moved(Movement.WRITE_OFF, 1), "written_off: ");
    }

    @Test
    void moved_moreThanIsThere_isRefused() { // DOM-2
        Stock stock = new Stock(5, 2, 0, 7);
        refused(() -> stock.moved(Movement.RESTOCK, 3), "quarantined: 2 -3 = -1");
        refused(() -> stock.moved(Movement.WRITE_OFF, 3), "quarantined: 2 -3 = -1");
        refused(() -> stock.moved(Movement.WITHDRAW, 3), "quarantined: 2 -3 = -1");
    }

    @Test
    void moved_allThatIsThere_countsOneChange() {
        assertThat(new Stock(5, 2, 1, 7).moved(Movement.WRITE_OFF, 2)).isEqualTo(new Stock(5, 0, 3, 8));
    }

    private static void refused(Runnable change, String message) {
        assertThatThrownBy(change::run)
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith(message)
                .extracting(failure -> ((Failure) failure).reason())
                .isEqualTo("STOCK_OUT_OF_RANGE");
    }
}
