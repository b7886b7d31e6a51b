package dev.polyrpc.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.kit.testing.TestCertificates;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class HealthCommandTest {
    @Test
    void health_nobodyThere_aLineEachAndAHint() {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine polyrpc =
                PolyrpcCommand.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));

        int exit = polyrpc.execute(
                "--certificates=" + TestCertificates.directory(),
                "--product-address=localhost:1",
                "--return-address=localhost:2",
                "health");

        assertThat(out.toString().lines())
                .containsExactly(
                        "product-mgmt  not reachable at localhost:1", "return        not reachable at localhost:2");
        assertThat(err.toString().lines()).containsExactly("Is the system up? scripts/status");
        assertThat(exit).isEqualTo(3);
    }
}
