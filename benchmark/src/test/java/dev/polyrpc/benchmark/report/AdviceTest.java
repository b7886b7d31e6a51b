package dev.polyrpc.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.benchmark.result.Run;
import dev.polyrpc.benchmark.result.SampleRun;
import dev.polyrpc.benchmark.stack.Role;
import dev.polyrpc.benchmark.stack.Wire;
import org.junit.jupiter.api.Test;

class AdviceTest {
    @Test
    void of_twoWires_namesTheCheapestFirst() {
        Run run = new SampleRun()
                .peak("gRPC", Role.SHIPPED, Wire.GRPC, 50_000, 9)
                .peak("Thrift", Role.SHIPPED, Wire.THRIFT, 40_000, 12)
                .open("gRPC", Role.SHIPPED, Wire.GRPC, 4_000, 300)
                .open("Thrift", Role.SHIPPED, Wire.THRIFT, 4_000, 100)
                .run();
        assertThat(Advice.of(run))
                .contains("9.0 us over gRPC, 12.0 us over Thrift")
                .contains("Thrift answers 99 of 100 the soonest, within 400 us (gRPC 1,200)");
    }

    @Test
    void of_disturbedRun_saysThatNothingFollows() {
        Run run = new SampleRun()
                .disturbedPeak("gRPC", Role.SHIPPED, Wire.GRPC, 50_000, 9)
                .disturbedPeak("Thrift", Role.SHIPPED, Wire.THRIFT, 40_000, 12)
                .run();
        assertThat(Advice.of(run)).contains("void").doesNotContain("us over");
    }

    @Test
    void of_oneWire_isEmpty() {
        Run run =
                new SampleRun().peak("gRPC", Role.SHIPPED, Wire.GRPC, 50_000, 9).run();
        assertThat(Advice.of(run)).isEmpty();
    }
}
