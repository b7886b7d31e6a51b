package dev.polyrpc.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.benchmark.result.Run;
import dev.polyrpc.benchmark.result.SampleRun;
import dev.polyrpc.benchmark.stack.Role;
import dev.polyrpc.benchmark.stack.Wire;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    @Test
    void of_moreCpuForACall_isWorse() {
        Comparison comparison = Comparison.of(run(5), run(6));
        assertThat(comparison.worse()).isTrue();
        assertThat(comparison.toString()).containsPattern("get, peak, gRPC +server CPU us +5\\.0 +6\\.0 +\\+20 %");
    }

    @Test
    void of_lessCpuForACall_isBetter() {
        Comparison comparison = Comparison.of(run(6), run(5));
        assertThat(comparison.worse()).isFalse();
        assertThat(comparison.toString()).contains("better").contains("-17 %");
    }

    @Test
    void of_aChangeSuchAsRunsDifferBy_isNoise() {
        Comparison comparison = Comparison.of(run(5), run(5.3));
        assertThat(comparison.worse()).isFalse();
        assertThat(comparison.toString()).contains("3 figures in both runs: 3 within noise");
    }

    @Test
    void of_aRunThatWasDisturbed_isVoid() {
        Run disturbed = new SampleRun()
                .disturbedPeak("gRPC", Role.SHIPPED, Wire.GRPC, 50_000, 50)
                .run();
        Comparison comparison = Comparison.of(run(5), disturbed);
        assertThat(comparison.worse()).isFalse();
        assertThat(comparison.toString()).contains("3 void");
        assertThat(comparison.faults()).singleElement().asString().startsWith("after: Void, others disturbed");
    }

    @Test
    void of_runsWithNothingInCommon_isEmpty() {
        Run other = new SampleRun()
                .peak("Thrift", Role.SHIPPED, Wire.THRIFT, 50_000, 5)
                .run();
        assertThat(Comparison.of(run(5), other).size()).isZero();
    }

    private static Run run(double cpu) {
        return new SampleRun()
                .peak("gRPC", Role.SHIPPED, Wire.GRPC, 50_000, cpu)
                .run();
    }
}
