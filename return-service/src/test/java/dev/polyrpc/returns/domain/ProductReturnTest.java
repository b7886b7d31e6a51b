package dev.polyrpc.returns.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ProductReturnTest {
    private final ProductReturn requested =
            ProductReturn.open("r-1", new NewReturn("A-1", "chai", 1, ReturnReason.UNWANTED), "alice", Instant.EPOCH);

    @ParameterizedTest
    @EnumSource(Step.class)
    void steps_leadFromIntentToOutcome(Step step) {
        assertThat(step.intent().leadsTo(step.outcome())).isTrue();
        assertThat(Step.of(step.intent())).contains(step);
        assertThat(Step.of(step.outcome())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(ReturnState.class)
    void states_thatAreNotLive_leadNowhere(ReturnState state) {
        for (ReturnState next : ReturnState.values()) {
            assertThat(!state.isLive() && state.leadsTo(next)).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"RESTOCK", "WRITE_OFF", "WITHDRAW"})
    void decide_beforeQuarantineIsKnown_isRefused(Step step) {
        Failure refusal = catchThrowableOfType(Failure.class, () -> requested.decide(step, "alice", "", Instant.EPOCH));

        assertThat(refusal.kind()).isEqualTo(Kind.STATE);
        assertThat(refusal.reason()).isEqualTo("RETURN_STATE");
    }

    @Test
    void asOf_anEarlierNumber_isTheReturnAsItWas() {
        ProductReturn quarantined = requested.complete(Step.QUARANTINE, Instant.EPOCH);
        ProductReturn restocking = quarantined.decide(Step.RESTOCK, "warehouse", "", Instant.EPOCH);

        assertThat(restocking.asOf(2)).isEqualTo(quarantined);
        assertThat(restocking.asOf(9)).isEqualTo(restocking);
    }

    @Test
    void principal_asText_hidesTheCredential() {
        assertThat(new Principal("alice", false, "r", null, "secret").toString())
                .doesNotContain("secret");
    }

    @Test
    void backoff_doublesUpToItsBound() {
        Backoff backoff = new Backoff(Duration.ofSeconds(1));

        assertThat(backoff.after(1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(backoff.after(3)).isEqualTo(Duration.ofSeconds(4));
        assertThat(backoff.after(1_000)).isEqualTo(Duration.ofSeconds(16));
    }
}
