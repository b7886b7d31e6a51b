package dev.polyrpc.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.benchmark.result.Recorder;
import dev.polyrpc.benchmark.result.Run;
import dev.polyrpc.benchmark.result.SampleRun;
import dev.polyrpc.benchmark.stack.Role;
import dev.polyrpc.benchmark.stack.Wire;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BenchCommandTest {
    @TempDir
    private Path root;

    private final StringWriter err = new StringWriter();

    @BeforeEach
    void keepTwoRuns() throws IOException {
        keep("20260131T101500Z", 5);
        keep("20260131T111500Z", 10);
    }

    @Test
    void compare_whatGotWorse_exitsWithOne() {
        assertThat(execute("compare", "20260131T101500Z")).isOne();
        assertThat(execute("compare", "latest", "20260131T101500Z.jsonl")).isZero();
    }

    @Test
    void compare_disturbedRun_exitsWithThreeAndSaysWhy() throws IOException {
        Run run = new SampleRun()
                .disturbedPeak("gRPC", Role.SHIPPED, Wire.GRPC, 50_000, 5)
                .run();
        keep("20260131T121500Z", run);
        assertThat(execute("compare", "20260131T101500Z")).isEqualTo(3);
    }

    @Test
    void compare_noSuchRun_exitsWithThreeAndNamesIt() {
        assertThat(execute("compare", "nothing")).isEqualTo(3);
        assertThat(err.toString()).startsWith("bench: nothing: no such run");
    }

    @Test
    void show_writesThePage() {
        assertThat(execute("show")).isZero();
        assertThat(root.resolve("run/bench/20260131T111500Z.html")).isNotEmptyFile();
    }

    @Test
    void unknownWire_isUsage() {
        assertThat(execute("--only", "carrier-pigeon")).isEqualTo(2);
        assertThat(err.toString()).contains("expected one of");
    }

    @Test
    void misspelt_isToldInTwoLines() {
        assertThat(execute("compare")).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly("bench: Missing required parameter: 'A'", "Try: scripts/bench compare --help");
    }

    private int execute(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "--root=" + root;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        CommandLine line = BenchCommand.commandLine().setErr(new PrintWriter(err, true));
        return line.execute(all);
    }

    private void keep(String name, double cpuMicros) throws IOException {
        Run run = new SampleRun()
                .peak("gRPC", Role.SHIPPED, Wire.GRPC, 50_000, cpuMicros)
                .run();
        keep(name, run);
    }

    private void keep(String name, Run run) throws IOException {
        try (Recorder recorder =
                Recorder.create(run.info(), root.resolve("run").resolve("bench").resolve(name + ".jsonl"))) {
            run.windows().forEach(recorder::window);
        }
    }
}
