package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.proto.product.v1.GetProductResponse;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import io.grpc.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What the edge itself refuses, in the words of whoever asks. */
@EnabledIfSystemProperty(named = "polyrpc.sidecars", matches = "true")
class EdgeRefusalIT {
    private static final int SHARE = 5;
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
            assertThat(http.send(InetAddress.getByAddress(new byte[] {127, 0, 0, 2}), GET))
                    .startsWith("HTTP/1.1 200");

            var limited = Stream.generate(() -> outcome(edge))
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

    private static void assertUnavailable(Edge edge) throws IOException {
        String answer = new Http1(edge.port()).send(GET);
        assertThat(answer).startsWith("HTTP/1.1 503 ").doesNotContain("upstream", "TLS");
        assertThat(error(answer)).contains("\"code\":\"SERVICE_UNAVAILABLE\"");
        var call = outcome(edge);
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

    private static GrpcWeb<GetProductResponse> outcome(Edge edge) {
        HttpClient http = HttpClient.newBuilder()
                .sslContext(TestCertificates.identity("alice").https("edge"))
                .build();
        try (var call = GrpcWeb.call(
                http, edge.port(), ProductMgmtServiceGrpc.getGetProductMethod(), Shop.get("any"), Map.of())) {
            assertThat(call.next()).isNull();
            return call;
        }
    }
}
