package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.kit.testing.TestIssuer;
import dev.polyrpc.kit.tls.Thumbprint;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sends each bad token to the programs over every wire that takes tokens: the verdict is the expected one on each, so the
 * same on all, and a good token on the same wire is served right after. No program logs any of them.
 */
class TokenProofIT {
    private static final TestIssuer ISSUER = TestIssuer.start();
    private static final int MANY = 40;

    @RegisterExtension
    static final Landscape landscape = Landscape.trusting(ISSUER, Built.PRODUCT_MGMT, Built.RETURN, Built.GATEWAY);

    private static List<TokenWire> wires = List.of();
    private static List<CompletableFuture<Verdict>> ends = List.of();

    @BeforeAll
    static void openWires() {
        ends = follow(open()); // first of all, as it takes longest
        wires = open();
    }

    @AfterAll
    static void stop() {
        ISSUER.close();
    }

    static Stream<BadToken> badTokens() {
        return BadTokens.all();
    }

    // TOK-1 TOK-2 TOK-3 TOK-4 TOK-5 TOK-6 TOK-7 TOK-8 TOK-9 TOK-10 TOK-11 TOK-12 TOK-13 TOK-14 TOK-15 TOK-16 TOK-17
    // TOK-18
    // TOK-19 TOK-20 TOK-21 TOK-22 TOK-23 TOK-25
    @ParameterizedTest
    @MethodSource("badTokens")
    void call_badToken_getsTheSameVerdictOnEveryWire(BadToken bad) {
        for (TokenWire wire : wires) {
            assertThat(wire.call(bad.shown().apply(ISSUER, wire)))
                    .as("%s on %s", bad, wire)
                    .isEqualTo(bad.verdict());
            assertThat(wire.call(good(wire))).as("a good token on %s", wire).isEqualTo(Verdict.SERVED);
        }
    }

    @Test
    void follow_tokenEnds_soDoesTheStream() { // TOK-24
        assertThat(ends).extracting(CompletableFuture::join).containsOnly(Verdict.TOKEN_EXPIRED);
    }

    @Test
    void call_manyUnknownKeys_costOneFetchEach() { // TOK-7
        int before = ISSUER.keyRequests();
        for (TokenWire wire : wires) {
            for (int i = 0; i < MANY; i++) {
                String kid = "unknown-" + i;
                String token = ISSUER.token(
                        header -> header.put("kid", kid),
                        claims -> claims.put("aud", wire.audience() + ".polyrpc.test"));
                assertThat(wire.call(List.of("Bearer " + token))).isEqualTo(Verdict.TOKEN_INVALID);
            }
        }
        assertThat(ISSUER.keyRequests() - before).isLessThanOrEqualTo(wires.size());
    }

    @Test
    void call_tokenBoundToTheConnectionsOwnLeaf_isServedWhereThereIsOne() { // TOK-22
        String alice = Thumbprint.of(TestCertificates.identity("alice").leaf());
        for (TokenWire wire : wires) {
            String bound = ISSUER.token(claims -> {
                claims.put("aud", wire.audience() + ".polyrpc.test");
                claims.put("scope", wire.scope());
                claims.put("cnf", Map.of("x5t#S256", alice));
            });
            assertThat(wire.call(List.of("Bearer " + bound)))
                    .as("%s", wire)
                    .isEqualTo(wire.audience().equals("gateway") ? Verdict.TOKEN_INVALID : Verdict.SERVED);
        }
    }

    /** Connections that nobody else has. */
    private static List<TokenWire> open() {
        return List.of(
                GrpcTokenWire.products(landscape),
                GrpcTokenWire.returns(landscape),
                ThriftTokenWire.products(landscape),
                ThriftTokenWire.returns(landscape),
                new GatewayTokenWire(landscape));
    }

    /** How that ends which is followed on each wire with a token of which little is left. */
    private static List<CompletableFuture<Verdict>> follow(List<TokenWire> wires) {
        return wires.stream()
                .map(wire -> {
                    String token = ISSUER.token(claims -> {
                        claims.put("aud", wire.audience() + ".polyrpc.test");
                        claims.put("scope", wire.scope());
                        claims.put("exp", Instant.now().getEpochSecond() + 3);
                    });
                    return CompletableFuture.supplyAsync(
                            () -> wire.follow(token), command -> new Thread(command).start());
                })
                .toList();
    }

    private static List<String> good(TokenWire wire) {
        return List.of("Bearer " + BadToken.good(ISSUER, wire));
    }
}
