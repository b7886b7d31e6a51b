package dev.polyrpc.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void next_onATerminal_movesABarAndTellsWhatIsLeft() {
        Progress progress = progress(true);
        progress.next("first", Duration.ofSeconds(100));
        progress.next("second", Duration.ofSeconds(100));
        assertThat(text()).contains("[------------------------]   0 % 3:20 min left  first");
        assertThat(text()).contains("[############------------]  50 % 1:40 min left  second");
    }

    @Test
    void next_elsewhere_writesLines() {
        progress(false).next("first", Duration.ofSeconds(1));
        assertThat(text()).isEqualTo("   0 s  3:20 min left  first%n".formatted());
    }

    private Progress progress(boolean terminal) {
        return new Progress(new PrintStream(out, true, StandardCharsets.UTF_8), terminal, Duration.ofSeconds(200));
    }

    private String text() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
