package dev.polyrpc.benchmark.goal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.benchmark.measure.Figure;
import dev.polyrpc.benchmark.probe.Reading;
import dev.polyrpc.benchmark.result.Run;
import dev.polyrpc.benchmark.result.SampleRun;
import dev.polyrpc.benchmark.stack.Role;
import dev.polyrpc.benchmark.stack.Wire;
import org.junit.jupiter.api.Test;

class GoalsTest {
    private static final String CPU = "get: server CPU to bare gRPC";

    @Test
    void of_cpuWithinTheGoal_isMet() {
        assertThat(verdict(run(100_000, 5, 90_000, 5.5), "P1", CPU)).isEqualTo(Verdict.MET);
    }

    @Test
    void of_cpuMissedByLessThanRunsDiffer_isWithinNoise() {
        assertThat(verdict(run(100_000, 5, 90_000, 6.2), "P1", CPU)).isEqualTo(Verdict.WITHIN_NOISE);
    }

    @Test
    void of_cpuMissedByMore_isMissedAndFails() {
        Run run = run(100_000, 5, 40_000, 20);
        assertThat(verdict(run, "P1", CPU)).isEqualTo(Verdict.MISSED);
        assertThat(Goals.of(run)).anyMatch(Goal::fails);
    }

    @Test
    void of_othersDisturbed_isVoid() {
        Run run = new SampleRun()
                .peak(Servers.BARE, Role.FLOOR, Wire.GRPC, 100_000, 5)
                .disturbedPeak(Servers.GRPC, Role.SHIPPED, Wire.GRPC, 90_000, 5)
                .run();
        assertThat(verdict(run, "P1", CPU)).isEqualTo(Verdict.VOID);
    }

    @Test
    void of_weakYardstick_voidsRatiosToIt() {
        Run run = new SampleRun()
                .peak("raw echo", Role.FLOOR, Wire.ECHO, 2_500_000, 1)
                .peak(Servers.BARE, Role.FLOOR, Wire.GRPC, 100_000, 5)
                .peak(Servers.GRPC, Role.SHIPPED, Wire.GRPC, 95_000, 5)
                .run();
        assertThat(Yardsticks.faults(run)).singleElement().asString().contains("bare gRPC reached 0.04 of raw echo");
        assertThat(verdict(run, "P1", CPU)).isEqualTo(Verdict.VOID);
    }

    @Test
    void of_yardstickAQuarterSlow_isWeak() {
        Run run = new SampleRun()
                .peak("raw echo", Role.FLOOR, Wire.ECHO, 2_500_000, 1)
                .peak(Servers.BARE, Role.FLOOR, Wire.GRPC, 200_000, 5)
                .peak("bare Thrift, thread pool", Role.FLOOR, Wire.THRIFT, 200_000 * 0.47 * 0.75, 8)
                .run();
        assertThat(Yardsticks.faults(run))
                .singleElement()
                .asString()
                .contains("bare Thrift, thread pool reached 0.35 of bare gRPC");
    }

    @Test
    void of_disturbedRun_voidsReadingsToo() {
        Run run = new SampleRun()
                .disturbedPeak(Servers.GRPC, Role.SHIPPED, Wire.GRPC, 90_000, 5)
                .reading(new Reading("P8", "memory-reads", "memory", "calls/s", Figure.of(100)))
                .reading(new Reading("P8", "database-reads", "database", "calls/s", Figure.of(90)))
                .run();
        assertThat(verdict(run, "P8", "reads: database to memory")).isEqualTo(Verdict.VOID);
    }

    @Test
    void of_nothingMeasured_failsNothing() {
        Run run = new SampleRun().run();
        assertThat(Goals.of(run)).noneMatch(Goal::fails);
        assertThat(verdict(run, "P1", CPU)).isEqualTo(Verdict.NOT_MEASURED);
    }

    @Test
    void of_stretchMissed_failsNothing() {
        Run run = new SampleRun()
                .reading(new Reading("P14", "first-answer-17", "start", "s", Figure.of(3)))
                .run();
        assertThat(verdict(run, "P14", "exec to first answer on 17 with CDS, s"))
                .isEqualTo(Verdict.MISSED);
        assertThat(Goals.of(run)).noneMatch(Goal::fails);
    }

    @Test
    void of_peakAndReading_givesTheirRatio() {
        Run run = new SampleRun()
                .reading(new Reading("P8", "memory-reads", "memory", "calls/s", Figure.of(100)))
                .reading(new Reading("P8", "database-reads", "database", "calls/s", Figure.of(90)))
                .run();
        assertThat(verdict(run, "P8", "reads: database to memory")).isEqualTo(Verdict.MET);
    }

    private static Run run(double bareCalls, double bareCpu, double calls, double cpu) {
        return new SampleRun()
                .peak(Servers.BARE, Role.FLOOR, Wire.GRPC, bareCalls, bareCpu)
                .peak(Servers.GRPC, Role.SHIPPED, Wire.GRPC, calls, cpu)
                .run();
    }

    private static Verdict verdict(Run run, String id, String what) {
        return Goals.of(run).stream()
                .filter(goal -> goal.id().equals(id) && goal.what().equals(what))
                .findFirst()
                .orElseThrow()
                .verdict();
    }
}
