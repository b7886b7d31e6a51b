package dev.polyrpc.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.benchmark.measure.Metric;
import dev.polyrpc.benchmark.result.SampleRun;
import dev.polyrpc.benchmark.stack.Role;
import dev.polyrpc.benchmark.stack.Wire;
import org.junit.jupiter.api.Test;

class LossesTest {
    @Test
    void of_anotherWireThatIsFaster_isALoss() {
        Losses losses = Losses.of(new SampleRun()
                .open("gRPC", Role.SHIPPED, Wire.GRPC, 4_000, 200)
                .open("Thrift", Role.SHIPPED, Wire.THRIFT, 4_000, 100)
                .run());
        assertThat(losses.all())
                .allSatisfy(loss -> assertThat(loss.ratio()).isEqualTo(2))
                .extracting(Losses.Loss::metric)
                .containsExactlyInAnyOrder(Metric.P50, Metric.P99);
    }

    @Test
    void of_serversOfAnotherRoleOrALimit_arenotCompared() {
        Losses losses = Losses.of(new SampleRun()
                .peak("gRPC", Role.SHIPPED, Wire.GRPC, 50_000, 20)
                .peak("bare gRPC", Role.FLOOR, Wire.GRPC, 100_000, 5)
                .peak("bare Thrift", Role.FLOOR, Wire.THRIFT, 70_000, 9)
                .peak("raw echo", Role.FLOOR, Wire.ECHO, 700_000, 1)
                .run());
        assertThat(losses.all()).isEmpty();
        assertThat(losses.table().isEmpty()).isTrue();
    }

    @Test
    void summary_disturbedAlone_isNoVerdict() {
        Losses losses = Losses.of(new SampleRun()
                .disturbedPeak("gRPC", Role.SHIPPED, Wire.GRPC, 50_000, 20)
                .disturbedPeak("Thrift", Role.SHIPPED, Wire.THRIFT, 90_000, 10)
                .run());
        assertThat(losses.summary()).startsWith("Where gRPC loses cannot be told: ");
    }

    @Test
    void summary_noLoss_saysSo() {
        Losses losses = Losses.of(new SampleRun()
                .peak("gRPC", Role.SHIPPED, Wire.GRPC, 50_000, 20)
                .peak("Thrift", Role.SHIPPED, Wire.THRIFT, 40_000, 30)
                .run());
        assertThat(losses.summary()).startsWith("gRPC loses nowhere beyond noise: ");
    }
}
