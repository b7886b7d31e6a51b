package dev.polyrpc.returns.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class WaitsTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Waits waits = new Waits();
    private final ProductReturn requested =
            ProductReturn.open("r-1", new NewReturn("A-1", "chai", 1, ReturnReason.UNWANTED), "alice", Instant.EPOCH);
    private final ProductReturn quarantined = requested.complete(Step.QUARANTINE, Instant.EPOCH);

    @Test
    void tell_givesEverybodyTheChange_andForgetsThem() {
        CompletableFuture<ProductReturn> one = waits.add(requested, LONG);
        CompletableFuture<ProductReturn> two = waits.add(requested, LONG);

        waits.tell(quarantined);

        assertThat(one).isCompletedWithValue(quarantined);
        assertThat(two).isCompletedWithValue(quarantined);
        assertThat(waits.size()).isZero();
    }

    @Test
    void tell_severalChangesOn_givesEachTheOneNextToWhatTheyKnow_andLeavesWhoKnowsAll() {
        ProductReturn restocking = quarantined.decide(Step.RESTOCK, "warehouse", "", Instant.EPOCH);
        CompletableFuture<ProductReturn> behind = waits.add(requested, LONG);
        CompletableFuture<ProductReturn> upToDate = waits.add(restocking, LONG);

        waits.tell(quarantined);
        waits.tell(restocking);

        assertThat(behind).isCompletedWithValue(quarantined);
        assertThat(upToDate).isNotDone();
        assertThat(waits.latest("r-1")).contains(restocking);
    }

    @Test
    void add_withoutTime_givesTheReturnAsItIs() {
        assertThat(waits.add(requested, Duration.ZERO).join()).isEqualTo(requested);
        assertThat(waits.size()).isZero();
    }

    @Test
    void end_letsEverybodyGo_alsoWhoComesLater() {
        CompletableFuture<ProductReturn> before = waits.add(requested, LONG);

        waits.end();

        assertThat(before).isCompletedWithValue(requested);
        assertThat(waits.add(requested, LONG)).isCompletedWithValue(requested);
        assertThat(waits.size()).isZero();
    }
}
