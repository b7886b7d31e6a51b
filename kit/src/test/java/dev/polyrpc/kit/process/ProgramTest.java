package dev.polyrpc.kit.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polyrpc.kit.settings.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class ProgramTest {
    private static final int EXIT_SIGTERM = 143;

    @Test
    void run_startFails_exitsWith1() {
        Settings settings = Settings.of("POLYRPC_RETURN_", Map.of());
        Program.Start start = none -> {
            throw new IOException("port 7402: Address already in use");
        };
        assertThat(Program.run("return", settings, start, System.err)).isEqualTo(1);
    }

    @Test
    void run_wrongSettings_exitsWith78AndALineForEach() throws Exception { // CFG-1
        Process program = start(Map.of("POLYRPC_RETURN_GRPC_PORT", "65536", "POLYRPC_RETURN_GRPC_PROT", "7402"));
        List<String> errors = program.errorReader().lines().toList();
        assertThat(program.waitFor()).isEqualTo(78);
        assertThat(errors)
                .containsExactly(
                        "POLYRPC_RETURN_GRPC_PORT: 65536 (expected: 0 to 65535)",
                        "POLYRPC_RETURN_GRPC_PROT: unknown setting (expected one of: POLYRPC_RETURN_GRPC_PORT)");
        assertThat(program.inputReader().lines()).isEmpty();
    }

    @Test
    void run_toldToStop_drainsAndHasWrittenJsonOnly() throws Exception {
        Process program = start(Map.of("POLYRPC_RETURN_GRPC_PORT", "12"));
        List<JsonNode> lines = new ArrayList<>();
        try (BufferedReader output = program.inputReader()) {
            String line;
            while ((line = output.readLine()) != null) {
                JsonNode json = new ObjectMapper().readTree(line);
                lines.add(json);
                if (json.get("message").asText().equals("ready")) {
                    program.toHandle().destroy(); // as SIGTERM does, and leaves its output readable
                }
            }
        }
        assertThat(program.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(program.exitValue()).isEqualTo(EXIT_SIGTERM);
        assertThat(lines)
                .extracting(line -> line.get("message").asText())
                .containsExactly("a library's words", "ready", "stopped");
        JsonNode ready = lines.get(1);
        assertThat(ready.get("name").asText()).isEqualTo("return");
        assertThat(ready.at("/ports/grpc").asInt()).isEqualTo(12);
        assertThat(ready.get("ms").asLong()).isPositive();
        assertThat(ready.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("time", "level", "logger", "thread", "message", "name", "ports", "ms");
    }

    private static Process start(Map<String, String> settings) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                EchoProgram.class.getName());
        builder.environment().keySet().removeIf(name -> name.startsWith("POLYRPC_") || name.startsWith("JAVA_TOOL"));
        builder.environment().putAll(settings);
        return builder.start();
    }
}
