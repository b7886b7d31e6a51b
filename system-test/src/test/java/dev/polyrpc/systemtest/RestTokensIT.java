package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.kit.testing.TestIssuer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each bad token ends over REST as it does on every other wire. */
@EnabledIfSystemProperty(named = "polyrpc.sidecars", matches = "true")
class RestTokensIT {
    private static final TestIssuer ISSUER = TestIssuer.start();

    @RegisterExtension
    static final Landscape landscape =
            Landscape.trusting(ISSUER, Built.PRODUCT_MGMT).behindEdge(Map.of());

    private static TokenWire wire;

    @BeforeAll
    static void open() {
        wire = new RestTokenWire(landscape);
    }

    @AfterAll
    static void stop() {
        ISSUER.close();
    }

    static Stream<BadToken> badTokens() {
        return BadTokens.all();
    }

    @ParameterizedTest
    @MethodSource("badTokens")
    void call_badToken_isRefusedAsOnEveryWire(BadToken bad) { // REST-7 EDGE-3 TOK-22
        assertThat(wire.call(bad.shown().apply(ISSUER, wire))).isEqualTo(bad.verdict());
        assertThat(wire.call(List.of("Bearer " + BadToken.good(ISSUER, wire)))).isEqualTo(Verdict.SERVED);
    }
}
