package dev.polyrpc.systemtest;

import static dev.polyrpc.systemtest.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.certs.CertificateSet;
import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.kit.testing.TestPolicy;
import dev.polyrpc.kit.tls.TlsIdentity;
import dev.polyrpc.proto.product.v1.MoveStockRequest;
import dev.polyrpc.proto.product.v1.Movement;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Connects to the programs' ports in each way that must fail: both services demand a certificate, the token service takes
 * callers without one, but none with a bad one. A good connection is served right after.
 */
class TlsProofIT {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String KEY = "-----BEGIN PRIVATE KEY-----";
    private static final CertificateSet SET = TestCertificates.fresh();
    private static final List<Built> SERVICES = List.of(Built.PRODUCT_MGMT, Built.RETURN);
    private static final List<Built> ALL = List.of(Built.PRODUCT_MGMT, Built.RETURN, Built.TOKEN);

    @RegisterExtension
    static final Landscape landscape = new Landscape(SET.directory(), Built.TOKEN, Built.PRODUCT_MGMT, Built.RETURN);

    /** The authority's own certificate and key, as if they were a leaf. */
    @BeforeAll
    static void writeAuthorityAsLeaf() throws IOException {
        String both = Files.readString(SET.directory().resolveSibling("ca").resolve("current.pem"));
        int key = both.indexOf(KEY);
        Path bad = SET.directory().resolve("bad");
        Files.writeString(bad.resolve("authority.pem"), both.substring(0, key));
        Files.writeString(bad.resolve("authority-key.pem"), both.substring(key));
    }

    static Stream<Arguments> connections() {
        return Stream.of(
                        rows(SERVICES, "TLS-1 no certificate", new TlsProbe(null, "TLSv1.3", List.of("h2"))),
                        rows(ALL, "TLS-2 another authority's leaf with our id", TlsProbe.with("rogue")),
                        rows(ALL, "TLS-3 expired", TlsProbe.with("expired")),
                        rows(ALL, "TLS-3 not yet valid", TlsProbe.with("not-yet-valid")),
                        rows(ALL, "TLS-4 no client's leaf", TlsProbe.with("no-client-auth")),
                        rows(ALL, "TLS-5 the authority as leaf", TlsProbe.with("authority")),
                        rows(ALL, "TLS-6 TLS 1.2", new TlsProbe("alice", "TLSv1.2", List.of("h2"))),
                        rows(SERVICES, "TLS-7 no ALPN", new TlsProbe("alice", "TLSv1.3", List.of())),
                        rows(SERVICES, "TLS-7 http/1.1", new TlsProbe("alice", "TLSv1.3", List.of("http/1.1"))),
                        rows(ALL, "TLS-8 plaintext", new TlsProbe(null, null, List.of())))
                .flatMap(rows -> rows);
    }

    private static Stream<Arguments> rows(List<Built> programs, String row, TlsProbe probe) {
        return programs.stream().map(program -> Arguments.of(row, program, probe));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("connections")
    void connect_badly_isNotServed(String row, Built program, TlsProbe probe) {
        // TLS-1 TLS-2 TLS-3 TLS-4 TLS-5 TLS-6 TLS-7 TLS-8
        assertThat(served(probe, program)).isFalse();
        assertThat(served(TlsProbe.with("alice"), program))
                .as("a good connection")
                .isTrue();
    }

    /** Those that Thrift's ports can get as well: they know no ALPN. */
    static Stream<Arguments> connectionsToThrift() {
        return connections()
                .filter(row -> ((Built) row.get()[1]).speaksThrift())
                .filter(row -> !row.get()[0].toString().startsWith("TLS-7 "));
    }

    // TLS-1 TLS-2 TLS-3 TLS-4 TLS-5 TLS-6 TLS-8
    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("connectionsToThrift")
    void connectToThrift_badly_isNotServed(String row, Built program, TlsProbe probe) {
        assertThat(servedThrift(probe, program)).isFalse();
        assertThat(servedThrift(TlsProbe.with("alice"), program))
                .as("a good connection")
                .isTrue();
    }

    /** A client that resumes whatever it may: its certificate is looked at anew each time. */
    @ParameterizedTest
    @EnumSource(names = {"PRODUCT_MGMT", "RETURN"})
    void connectAgain_isAFullHandshake(Built program) throws IOException { // TLS-18
        SSLContext context = TlsIdentity.load(SET.directory(), "alice").https(program.label());
        TlsProbe probe = TlsProbe.with("alice");
        assertThat(probe.sessionBegun(context, landscape.port(program)))
                .isNotEqualTo(probe.sessionBegun(context, landscape.port(program)));
    }

    static Stream<Arguments> strangers() {
        return SERVICES.stream()
                .flatMap(program ->
                        Stream.of("other-domain", "two-ids", "no-id").map(leaf -> Arguments.of(program, leaf)));
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void call_leafWithoutOneIdOfOurs_isDenied(Built program, String leaf) { // TLS-9 TLS-10
        assertRefused(
                () -> health(landscape.badChannel(program, leaf)), Status.Code.PERMISSION_DENIED, "PEER_ID_INVALID");
        assertServed(program);
    }

    @Test
    void call_processThatTheServiceDoesNotAdmit_isDenied() { // TLS-11
        assertRefused(
                () -> health(landscape.channel(Built.RETURN, "product-mgmt")),
                Status.Code.PERMISSION_DENIED,
                "PEER_NOT_ALLOWED");
        assertServed(Built.RETURN);
    }

    @Test
    void call_processThatTheMethodDoesNotAdmit_isDenied() { // TLS-11
        for (String leaf : List.of("gateway", "warehouse", "alice")) {
            Channel channel = Wire.authorized(
                    landscape.anonymous(Built.PRODUCT_MGMT, leaf), () -> landscape.token("alice", Built.PRODUCT_MGMT));
            assertRefused(
                    () -> ProductMgmtServiceGrpc.newBlockingStub(channel)
                            .moveStock(MoveStockRequest.newBuilder()
                                    .setMovementId("returns/018f0000-0000-7000-8000-000000000000:quarantine")
                                    .setProductId("chai")
                                    .setQuantity(1)
                                    .setMovement(Movement.MOVEMENT_QUARANTINE)
                                    .setInitiatedBy("alice")
                                    .build()),
                    Status.Code.PERMISSION_DENIED,
                    "PEER_NOT_ALLOWED");
        }
        assertServed(Built.PRODUCT_MGMT);
    }

    @Test
    void call_processDeniedWhileItIsConnected_isDeniedAtOnceAndServedAgainLater(@TempDir Path folder)
            throws IOException { // TLS-11
        Path policy = Files.copy(TestPolicy.file(), folder.resolve("policy.json"));
        String admitting = Files.readString(policy);
        landscape.process(Built.RETURN).kill();
        landscape.start(Built.RETURN, Map.of(Built.RETURN.setting("POLICY"), policy.toString()));
        assertServed(Built.RETURN);

        Files.writeString(policy, admitting.replace("\"denied\": []", "\"denied\": [\"alice\"]"));
        Eventually.until("alice is denied", LIMIT, () -> !isServed("alice"));
        assertThat(isServed("bob")).isTrue();

        Files.writeString(policy, admitting);
        Eventually.until("alice is served again", LIMIT, () -> isServed("alice"));
    }

    /** Over the connection that is there, or a new one where it was cut. */
    private static boolean isServed(String leaf) {
        try {
            return health(landscape.channel(Built.RETURN, leaf)) == ServingStatus.SERVING;
        } catch (StatusRuntimeException refused) {
            if (refused.getStatus().getCode() != Status.Code.UNAVAILABLE) { // cut off in mid-call
                assertThat(Refusals.reason(refused)).isEqualTo("PEER_NOT_ALLOWED");
            }
            return false;
        }
    }

    private static boolean served(TlsProbe probe, Built program) {
        return probe.isServed(landscape.certificates(), program.label(), landscape.port(program));
    }

    private static boolean servedThrift(TlsProbe probe, Built program) {
        return probe.isServedThrift(landscape.certificates(), program.label(), landscape.thriftPort(program));
    }

    private static void assertServed(Built program) {
        assertThat(health(landscape.channel(program, "alice"))).isEqualTo(ServingStatus.SERVING);
    }

    private static ServingStatus health(Channel channel) {
        return HealthGrpc.newBlockingStub(Wire.limited(channel, LIMIT))
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatus();
    }
}
