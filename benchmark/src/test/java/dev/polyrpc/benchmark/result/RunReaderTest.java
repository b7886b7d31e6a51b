package dev.polyrpc.benchmark.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.polyrpc.benchmark.measure.Figure;
import dev.polyrpc.benchmark.measure.Footprint;
import dev.polyrpc.benchmark.probe.Reading;
import dev.polyrpc.benchmark.stack.Role;
import dev.polyrpc.benchmark.stack.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReaderTest {
    @TempDir
    private Path folder;

    @Test
    void read_whatWasRecorded_isTheSameRun() throws IOException {
        Run run = new SampleRun()
                .peak("bare gRPC", Role.FLOOR, Wire.GRPC, 100_000, 5)
                .open("Thrift", Role.SHIPPED, Wire.THRIFT, 4_000, 100)
                .reading(new Reading("P9", "grouped-limit", "groups", "changes/s", Figure.of(20_000)))
                .footprint(new Footprint("Thrift", 1 << 28, 1 << 20))
                .run();
        Path file = folder.resolve("a").resolve("run.jsonl");
        try (Recorder recorder = Recorder.create(run.info(), file)) {
            run.windows().forEach(recorder::window);
            run.readings().forEach(recorder::reading);
            run.footprints().forEach(recorder::footprint);
            run.seconds().forEach(recorder::part);
            assertThat(recorder.run()).isEqualTo(run);
        }
        assertThat(RunReader.read(file)).isEqualTo(run);
        assertThat(Files.readAllLines(file)).allMatch(line -> line.startsWith("{\"kind\":\""));
    }

    @Test
    void read_brokenLine_isNamed() throws IOException {
        Path file = Files.write(folder.resolve("broken.jsonl"), List.of("{\"kind\":\"part\"}", "{\"kind\":"));
        assertThatIOException()
                .isThrownBy(() -> RunReader.read(file))
                .withMessageContaining("broken.jsonl:2: not a line of a run");
    }

    @Test
    void read_noRunsLine_isRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("other.jsonl"), "{\"kind\":\"else\"}\n");
        assertThatIOException().isThrownBy(() -> RunReader.read(file)).withMessageContaining("no line of kind run");
    }
}
