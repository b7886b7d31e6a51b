package dev.polyrpc.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.client.TestSystem.Run;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionCommandTest {
    @Test
    void completion_loadedByBash_knowsVerbsAndValues(@TempDir Path folder) throws IOException {
        Run run = TestSystem.runAnywhere("completion");
        Path script = Files.writeString(folder.resolve("completion"), run.out());

        assertThat(suggestions(script, "polyrpc product up")).isEqualTo("update");
        assertThat(suggestions(script, "polyrpc return open chai --reason=")).isEqualTo("");
        assertThat(suggestions(script, "polyrpc return open --reason d")).isEqualTo("damaged defective");
        assertThat(suggestions(script, "polyrpc health --client w")).isEqualTo("warehouse");
    }

    /** What bash would suggest at the end of the line. */
    private static String suggestions(Path script, String line) throws IOException {
        String program = """
                source "$1"; COMP_LINE=$2; COMP_WORDS=($2); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                _complete_polyrpc; echo "${COMPREPLY[@]}"
                """;
        Process bash = new ProcessBuilder("bash", "-c", program, "bash", script.toString(), line)
                .redirectError(ProcessBuilder.Redirect.DISCARD) // no person completes here
                .start();
        return new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
