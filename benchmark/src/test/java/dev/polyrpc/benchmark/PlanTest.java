package dev.polyrpc.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.benchmark.stack.Arena;
import dev.polyrpc.benchmark.stack.Entry;
import dev.polyrpc.benchmark.stack.Wire;
import dev.polyrpc.benchmark.stack.Work;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlanTest {
    @Test
    void of_quick_takesThreeMinutesAtMost() {
        assertThat(plan(new Choice(Set.of(), Set.of(), true)).total()).isLessThan(Duration.ofMinutes(3));
    }

    @Test
    void of_all_takesHalfAnHourAtMost() {
        assertThat(plan(new Choice(Set.of(), Set.of(), false)).total()).isLessThan(Duration.ofMinutes(30));
    }

    @Test
    void of_lessToMeasure_countsLonger() {
        Plan all = plan(new Choice(Set.of(), Set.of(), false));
        Plan few = plan(new Choice(Set.of(Wire.GRPC), Set.of(Work.GET), false));
        assertThat(few.window()).isGreaterThan(all.window());
    }

    @Test
    void toString_all_tellsFirstAndFurtherWarmUps() {
        assertThat(plan(new Choice(Set.of(), Set.of(), false)))
                .asString()
                .endsWith("; servers warmed for 1.0 to 60.0 s, before further works for 0.5 to 30.0 s");
    }

    @Test
    void choice_ofOneWire_keepsTheYardstick() {
        List<Entry> entries = new Choice(Set.of(Wire.REST), Set.of(Work.GET), false).of(Arena.entries());
        assertThat(entries)
                .extracting(Entry::server)
                .contains("bare gRPC", "bare REST")
                .doesNotContain("gRPC");
    }

    private static Plan plan(Choice choice) {
        return Plan.of(choice.of(Arena.entries()), choice.quick(), 1_000, 10);
    }
}
