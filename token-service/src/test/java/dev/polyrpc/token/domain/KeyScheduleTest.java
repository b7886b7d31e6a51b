package dev.polyrpc.token.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyScheduleTest {
    private static final Instant START = Instant.parse("2026-05-01T12:00:00Z");
    private static final Duration LEAD = Duration.ofMinutes(1);
    private static final KeyPair PAIR = pair();

    private final DatedKey first = key("first", START);
    private final DatedKey second = key("second", START.plusSeconds(3_600));
    private final DatedKey third = key("third", START.plusSeconds(3_610));
    private final KeySchedule schedule = new KeySchedule(List.of(third, first, second), LEAD);

    @Test
    void signing_firstKeyOfAll_atOnce() {
        assertThat(new KeySchedule(List.of(first), LEAD).signing(START)).isEqualTo(first);
        assertThat(schedule.signing(START.minusSeconds(60))).isEqualTo(first); // clocks that go back
    }

    @Test
    void signing_newKey_afterTheLead() {
        assertThat(schedule.signing(START.plusSeconds(3_659))).isEqualTo(first);
        assertThat(schedule.signing(START.plusSeconds(3_660))).isEqualTo(second);
        assertThat(schedule.signing(START.plusSeconds(3_670))).isEqualTo(third);
    }

    @Test
    void published_oldKey_untilItsLastTokenHasEnded() {
        Instant took = START.plusSeconds(3_660);
        assertThat(schedule.published(START)).containsExactly(first, second, third);
        assertThat(schedule.published(took.plusSeconds(629))).containsExactly(first, second, third);
        assertThat(schedule.published(took.plusSeconds(630))).containsExactly(second, third);
        assertThat(schedule.ended(took.plusSeconds(630))).containsExactly(first);
        assertThat(schedule.ended(took.plusSeconds(640))).containsExactly(first, second);
        assertThat(schedule.ended(Instant.MAX)).containsExactly(first, second); // the last one never ends
    }

    @Test
    void state_ofEach_isWhatItIsForNow() {
        Instant took = START.plusSeconds(3_660);
        assertThat(schedule.state(first, took)).isEqualTo(KeyState.RETIRED);
        assertThat(schedule.state(second, took)).isEqualTo(KeyState.SIGNS);
        assertThat(schedule.state(third, took)).isEqualTo(KeyState.PUBLISHED);
    }

    private static DatedKey key(String name, Instant made) {
        return new DatedKey(name, made, PAIR.getPublic(), PAIR.getPrivate());
    }

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("EC").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
