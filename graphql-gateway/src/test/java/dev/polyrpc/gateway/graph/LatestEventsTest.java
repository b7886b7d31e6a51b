package dev.polyrpc.gateway.graph;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LatestEventsTest {
    private final LatestEvents<Long> events = new LatestEvents<>(position -> position);

    @Test
    void after_aPositionWithinThem_isTheNextOne() {
        events.begin(10);
        events.add(13L);
        events.add(17L);

        assertThat(events.after(10)).isZero();
        assertThat(events.after(13)).isEqualTo(1);
        assertThat(events.get(1)).isEqualTo(17L);
        assertThat(events.after(17)).isEqualTo(2); // the one to come
        assertThat(events.after(99)).isEqualTo(2); // who is ahead waits, too
        assertThat(events.after(9)).isEqualTo(-1);
    }

    @Test
    void add_overTheMost_losesTheOldest_andSaysSo() {
        events.begin(0);
        for (long position = 1; position <= LatestEvents.KEPT + 2; position++) {
            events.add(position);
        }

        assertThat(events.lost(1)).isTrue();
        assertThat(events.lost(2)).isFalse();
        assertThat(events.get(2)).isEqualTo(3L);
        assertThat(events.after(1)).isEqualTo(-1); // 2 is missing
        assertThat(events.after(2)).isEqualTo(2);
        assertThat(events.head()).isEqualTo(LatestEvents.KEPT + 2L);
    }

    @Test
    void drop_leavesTheLast_asWhereOneMayJoin() {
        events.begin(0);
        events.add(1L);
        events.add(2L);
        events.drop();
        events.add(3L);

        assertThat(events.lost(1)).isTrue();
        assertThat(events.get(2)).isEqualTo(3L);
        assertThat(events.after(1)).isEqualTo(-1);
        assertThat(events.after(2)).isEqualTo(2);
    }

    @Test
    void begin_afterOthersWereForgotten_knowsNothingOfThem() {
        events.begin(50);
        events.add(51L);
        events.forget();
        events.add(100L);

        assertThat(events.after(51)).isEqualTo(-1);
    }

    @Test
    void forget_leavesNothingToJoin_untilTheyBeginAgain() {
        events.begin(0);
        events.add(1L);
        events.forget();
        assertThat(events.begun()).isFalse();
        assertThat(events.after(1)).isEqualTo(-1);

        events.begin(5);
        events.add(6L);
        assertThat(events.after(5)).isEqualTo(1);
        assertThat(events.get(1)).isEqualTo(6L);
    }
}
