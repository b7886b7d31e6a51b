package dev.polyrpc.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

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
        assertThat(losses.worst().isEmpty()).isTrue();
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

    @Test
    void worst_ofMany_isADozenAndTheRestIsCounted() {
        SampleRun run = new SampleRun();
        for (int n = 1; n <= 10; n++) { // p50 and p99 of each
            run.open("gRPC no. " + n, Role.SHIPPED, Wire.GRPC, n, 200 + n)
                    .open("Thrift", Role.SHIPPED, Wire.THRIFT, n, 1);
        }
        Losses losses = Losses.of(run.run());
        assertThat(losses.worst().body()).hasSize(12).first().asInstanceOf(LIST).endsWith("210.00");
        assertThat(losses.rest().body()).hasSize(8);
        assertThat(losses.more()).isEqualTo("and 8 more");
    }

    @Test
    void worst_ofOneServerAtManyRates_tellsEachFigureOnce() {
        SampleRun run = new SampleRun();
        for (int rate = 1; rate <= 10; rate++) {
            run.open("gRPC", Role.SHIPPED, Wire.GRPC, rate, 200 + rate)
                    .open("Thrift", Role.SHIPPED, Wire.THRIFT, rate, 1);
        }
        Losses losses = Losses.of(run.run());
        assertThat(losses.worst().body()).hasSize(2);
        assertThat(losses.more()).isEqualTo("and 18 more");
    }
}
