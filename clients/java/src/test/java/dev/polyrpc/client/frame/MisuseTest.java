package dev.polyrpc.client.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.client.TestSystem;
import dev.polyrpc.client.TestSystem.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MisuseTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prodcut get chai | unknown verb: prodcut | Did you mean: scripts/polyrpc product",
                "product gte chai | unknown verb: gte | Did you mean: scripts/polyrpc product get",
                "product explode | unknown verb: explode | Try: scripts/polyrpc product --help",
                "product get chai --clinet=bob | unknown option: --clinet=bob | Did you mean: scripts/polyrpc product get --client",
                "product get chai chang | unknown argument: chang | Try: scripts/polyrpc product get --help",
                "product get | Missing required parameter: 'PRODUCT' | Try: scripts/polyrpc product get --help",
                "return open chai --order=1 --reason=x | Invalid value for option '--reason': x (expected: damaged, defective, wrong-item, unwanted) | Try: scripts/polyrpc return open --help",
                "product get chai --timeout=3 | Invalid value for option '--timeout': 3 (expected: a time such as 500ms, 10s or 2m) | Try: scripts/polyrpc product get --help",
                "product create chai --price=1.005 | Invalid value for option '--price': 1.005 (expected: an amount such as 18.50) | Try: scripts/polyrpc product create --help"
            })
    void wrongUse_isTwoLinesAndExit2(String line, String problem, String advice) {
        Run run = TestSystem.runAnywhere(line.split(" "));

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err().lines()).containsExactly(problem, advice);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void noVerb_isToldWhichThereAre() {
        Run run = TestSystem.runAnywhere("return");

        assertThat(run.err()).startsWith("a verb is missing (expected: open, get, list, inspect, cancel");
        assertThat(run.exit()).isEqualTo(2);
    }

    @Test
    void wrongUse_asJson_isOneObject() {
        Run run = TestSystem.runAnywhere("product", "gte", "--json");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).isEqualToIgnoringNewLines("""
                        {"code":"INVALID_ARGUMENT","reason":"USAGE","message":"unknown verb: gte","requestId":""}""");
    }

    @Test
    void unknownClient_isUsage() {
        Run run = TestSystem.runAnywhere("product", "get", "chai", "--client=eve");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).startsWith("client: eve (expected: ");
    }
}
