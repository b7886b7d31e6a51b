package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.kit.testing.TestCertificates;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What the edge tells of requests: traces that begin there, lines of a log, and nothing that is nobody's business in either. */
@EnabledIfSystemProperty(named = "polyrpc.sidecars", matches = "true")
class EdgeTelemetryIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String STRANGERS = "0af7651916cd43dd8448eb211c80319c";
    private static final String SECRET = "what-nobody-shall-read";

    @TempDir
    static Path folder;

    private static Collector collector;
    private static Callee callee;
    private static Edge edge;
    private static Rest rest;

    @BeforeAll
    static void start() throws IOException {
        collector = Collector.start();
        callee = Callee.start();
        edge = Edge.start(
                folder,
                Map.of(
                        "PRODUCT_MGMT_PORT",
                        String.valueOf(callee.port()),
                        "COLLECTOR_PORT",
                        String.valueOf(collector.port()),
                        "TRACED",
                        "1000000"));
        rest = new Rest(edge, TestCertificates.directory());
        Eventually.until("the service is healthy", LIMIT, () -> get("", "early").status() == 200);
    }

    @AfterAll
    static void stop() {
        edge.close();
        callee.close();
        collector.close();
    }

    @Test
    void request_ofAStranger_beginsATraceOfItsOwn() throws InterruptedException {
        assertThat(get("", "traced").status()).isEqualTo(200);

        String passedOn = callee.next("traced").header("traceparent");
        assertThat(passedOn).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01").doesNotContain(STRANGERS);
        String trace = passedOn.substring(3, 35);
        Eventually.until(
                "the collector has the trace",
                LIMIT,
                () -> collector.spans("edge", trace).size() == 2); // the request's, and that of the way to the service
        Eventually.until(
                "the line names it",
                LIMIT,
                () -> edge.process().lines().stream()
                        .anyMatch(line -> line.path("traceId").asText().equals(trace)));
    }

    @Test
    void query_isInNoSpanAndNoLine() {
        assertThat(get("?q=" + SECRET, "asked").status()).isEqualTo(400);
        String web = """
                POST /polyrpc.product.v1.ProductMgmtService/GetProduct?access_token=%s HTTP/1.1
                Host: localhost
                Content-Type: application/grpc-web+proto
                X-Request-Id: by-web
                Content-Length: 0
                Connection: close

                """.replace("\n", "\r\n");
        new Http1(edge.port()).send(web.formatted(SECRET));

        Eventually.until(
                "the request is in both",
                LIMIT,
                () -> collector.text().contains("asked")
                        && edge.process().allOutput().contains("asked"));
        assertThat(collector.text()).doesNotContain(SECRET);
        assertThat(edge.process().allOutput()).doesNotContain(SECRET);
    }

    private static Rest.Answer get(String query, String requestId) {
        return rest.get(
                "/v1/products/chai" + query,
                Map.of(
                        "authorization",
                        "Bearer " + SECRET,
                        "x-request-id",
                        requestId,
                        "traceparent",
                        "00-%s-b7ad6b7169203331-01".formatted(STRANGERS)));
    }
}
