package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.proto.product.v1.GetProductResponse;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import io.grpc.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What the edge itself refuses, in the words of whoever asks. */
@EnabledIfSystemProperty(named = "polyrpc.sidecars", matches = "true")
class EdgeRefusalIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int SHARE = 2;
    private static final String GET = Http1.get("/graphql");

    @TempDir
    Path folder;

    @Test
    void request_moreThanItsShare_isToldWhenToComeBackAndOthersAreServed() throws Exception { // EDGE-5
        try (Behind behind = Behind.start("gateway", "product-mgmt");
                Edge edge = start(behind, Map.of("CALLS", String.valueOf(SHARE)))) {
            Http1 http = new Http1(edge.port());
            List<String> refused = Stream.generate(() -> http.send(GET))
                    .limit(20 * SHARE)
                    .filter(answer -> answer.startsWith("HTTP/1.1 429"))
                    .toList();
            assertThat(refused).isNotEmpty().allSatisfy(answer -> {
                assertThat(answer).contains("\r\nretry-after: 1\r\n", "\r\nx-request-id: ");
                assertThat(error(answer)).contains("\"code\":\"RATE_LIMITED\"").contains("\"retryAfterMs\":1000");
            });
            for (int i = 0; i < SHARE; i++) {
                assertThat(Stream.generate(() -> http.send(GET))
                                .limit(20 * SHARE)
                                .anyMatch(answer -> answer.startsWith("HTTP/1.1 429")))
                        .isTrue();
                assertThat(http.send(InetAddress.getByAddress(new byte[] {127, 0, 0, 2}), GET))
                        .as("another's")
                        .startsWith("HTTP/1.1 200");
            }

            var limited = Stream.generate(() -> outcome(edge, Map.of()))
                    .limit(20 * SHARE)
                    .filter(call -> call.code() == Status.Code.RESOURCE_EXHAUSTED.value())
                    .toList();
            assertThat(limited).isNotEmpty().allSatisfy(call -> {
                assertThat(call.httpStatus()).isEqualTo(200);
                assertThat(call.reason()).isEqualTo("RATE_LIMITED");
                assertThat(call.told("retry-after")).isEqualTo("1");
                assertThat(call.told("grpc-retry-pushback-ms")).isEqualTo("1000");
            });
        }
    }

    @Test
    void request_nobodyBehind_isUnavailableAtOnce() throws Exception { // EDGE-7
        try (Edge edge = Edge.start(folder, Map.of())) {
            assertUnavailable(edge);
        }
    }

    @Test
    void request_anotherProcessBehind_isNotSent() throws Exception { // EDGE-7 TLS-13
        try (Behind behind = Behind.start("return", "gateway");
                Edge edge = start(behind, Map.of())) {
            assertUnavailable(edge);
            assertThat(behind.heard()).isEmpty();
        }
    }

    @Test
    void request_moreThanMayBeUnderWay_isRefusedAtOnce() throws Exception { // EDGE-7
        try (Callee callee = Callee.start();
                Edge edge = start(callee, Map.of("UNDER_WAY", "1"))) {
            callee.hold();
            var first = CompletableFuture.supplyAsync(() -> outcome(edge, Map.of()));
            callee.next();
            assertRefused(outcome(edge, Map.of()), Status.Code.RESOURCE_EXHAUSTED, "BACKEND_BUSY");
            callee.vanish();
            assertRefused(first.get(), Status.Code.UNAVAILABLE, "BACKEND_UNAVAILABLE");
        }
    }

    @Test
    void request_notAnsweredInTime_hearsSo() throws Exception { // EDGE-7
        try (Callee callee = Callee.start();
                Edge edge = start(callee, Map.of())) {
            CompletableFuture<Void> thaw = callee.freeze();
            assertRefused(
                    outcome(edge, Map.of("grpc-timeout", "500m")), Status.Code.DEADLINE_EXCEEDED, "DEADLINE_EXCEEDED");
            thaw.complete(null);
        }
    }

    @Test
    void request_gatewayTakesNoConnections_isNotGivenMoreThanItMayHave() throws Exception { // EDGE-10
        try (ServerSocket mute = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
                Edge edge = Edge.start(
                        folder, Map.of("GATEWAY_PORT", String.valueOf(mute.getLocalPort()), "CONNECTIONS", "1"))) {
            List<HttpClient> clients =
                    Stream.generate(EdgeRefusalIT::client).limit(4).toList();
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("https://localhost:%d/graphql".formatted(edge.port())))
                    .build();
            Stream.generate(() -> clients)
                    .limit(75) // with those of the others more than may wait
                    .flatMap(List::stream)
                    .map(client -> client.sendAsync(request, HttpResponse.BodyHandlers.discarding()))
                    .toList()
                    .forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(503));
            assertThat(edge.stat("cluster.gateway.upstream_cx_overflow")).isPositive();
            assertThat(edge.stat("cluster.gateway.upstream_rq_pending_overflow"))
                    .isPositive();
        }
    }

    private static void assertRefused(GrpcWeb<?> call, Status.Code code, String reason) {
        assertThat(call.httpStatus()).isEqualTo(200);
        assertThat(call.code()).isEqualTo(code.value());
        assertThat(call.reason()).isEqualTo(reason);
    }

    private static void assertUnavailable(Edge edge) throws IOException {
        String answer = new Http1(edge.port()).send(GET);
        assertThat(answer).startsWith("HTTP/1.1 503 ").doesNotContain("upstream", "TLS");
        assertThat(error(answer)).contains("\"code\":\"SERVICE_UNAVAILABLE\"");
        var call = outcome(edge, Map.of());
        assertThat(call.code()).isEqualTo(Status.Code.UNAVAILABLE.value());
        assertThat(call.reason()).isEqualTo("CIRCUIT_OPEN"); // by the edge's own health checks
        assertThat(call.told("grpc-message")).startsWith("it has failed");
    }

    private Edge start(Behind behind, Map<String, String> values) throws IOException {
        Map<String, String> all = new HashMap<>(behind.ports());
        all.putAll(values);
        return Edge.start(folder, all);
    }

    private static String error(String answer) {
        try {
            return new ObjectMapper()
                    .readTree(answer.substring(answer.indexOf('{'), answer.lastIndexOf('}') + 1))
                    .at("/errors/0/extensions")
                    .toString();
        } catch (IOException e) {
            throw new AssertionError(answer, e);
        }
    }

    private Edge start(Callee callee, Map<String, String> values) throws IOException {
        Map<String, String> all = new HashMap<>(Map.of("PRODUCT_MGMT_PORT", String.valueOf(callee.port())));
        all.putAll(values);
        Edge edge = Edge.start(folder, all);
        Eventually.until("it is healthy", LIMIT, () -> edge.stat("cluster.product-mgmt.membership_healthy") == 1);
        return edge;
    }

    private static GrpcWeb<GetProductResponse> outcome(Edge edge, Map<String, String> headers) {
        try (var call = GrpcWeb.call(
                client(), edge.port(), ProductMgmtServiceGrpc.getGetProductMethod(), Shop.get("any"), headers)) {
            assertThat(call.next()).isNull();
            return call;
        }
    }

    private static HttpClient client() {
        return HttpClient.newBuilder()
                .sslContext(TestCertificates.identity("alice").https("edge"))
                .build();
    }
}
