package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** What a sidecar tells of calls: spans in the caller's trace, counters, lines of a log, and no token in any. */
@EnabledIfSystemProperty(named = "polyrpc.sidecars", matches = "true")
class SidecarTelemetryIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CALLER = "b7ad6b7169203331";
    private static final String SECRET = "a-token-that-nobody-shall-read";
    private static final int CALLS = 5; // so many spans are sent at once, fewer only after 5 s

    private static Collector collector;
    private static OutboundRig rig;

    @BeforeAll
    static void start() throws IOException {
        collector = Collector.start();
        rig = OutboundRig.start(Map.of("COLLECTOR_PORT", String.valueOf(collector.port()), "TRACED", "0"))
                .awaitHealthy();
    }

    @AfterAll
    static void stop() throws IOException {
        rig.close();
        collector.close();
    }

    @Test
    void call_inATrace_isASpanOfItAndPassedOn() throws Exception {
        String id = "0190b2f4-6a5c-7c3e-8d7a-0123456789ab"; // of which Envoy would like to use a digit
        for (int i = 0; i < CALLS; i++) {
            call(id, Map.of("traceparent", "00-%s-%s-01".formatted(TRACE, CALLER)));
        }
        String passedOn = rig.callee().next(id).header("traceparent");
        assertThat(passedOn).matches("00-%s-[0-9a-f]{16}-01".formatted(TRACE)).doesNotContain(CALLER);

        Eventually.until(
                "the collector has the spans",
                LIMIT,
                () -> collector.parents("return-sidecar", TRACE).contains(CALLER));
        assertThat(collector.ids("return-sidecar", TRACE)).contains(passedOn.substring(36, 52));
        assertThat(collector.text()).doesNotContain(SECRET);
    }

    @Test
    void call_inATraceThatIsNotKept_isNoSpanAndPassedOn() throws Exception {
        String quiet = "1" + TRACE.substring(1);
        call("quiet", Map.of("traceparent", "00-%s-%s-00".formatted(quiet, CALLER)));
        assertThat(rig.callee().next("quiet").header("traceparent")).matches("00-%s-[0-9a-f]{16}-00".formatted(quiet));
        String kept = "2" + TRACE.substring(1);
        for (int i = 0; i < CALLS; i++) { // what came before them comes with them
            call("kept", Map.of("traceparent", "00-%s-%s-01".formatted(kept, CALLER)));
        }
        Eventually.until(
                "the collector has spans of later calls",
                LIMIT,
                () -> !collector.spans("return-sidecar", kept).isEmpty());
        assertThat(collector.spans("return-sidecar", quiet)).isEmpty();
    }

    @Test
    void call_inNoTrace_beginsOneAsOftenAsIsSaid() throws Exception { // here never
        call("traceless", Map.of());
        assertThat(rig.callee().next("traceless").header("traceparent")).doesNotEndWith("-01");
    }

    @Test
    void call_isALineOfTheLogWithoutItsToken() { // TOK-25
        call("logged", Map.of());
        JsonNode line = Eventually.value("the line is there", LIMIT, () -> line("logged"));
        assertThat(line.path("method").asText()).isEqualTo("/polyrpc.product.v1.ProductMgmtService/GetProduct");
        assertThat(line.path("code").asText()).isEqualTo("OK");
        assertThat(line.path("status").asInt()).isEqualTo(200);
        assertThat(line.path("ms").isInt()).isTrue();
        assertThat(line.path("cluster").asText()).isEqualTo("product-mgmt");
        assertThat(line.path("time").asText()).endsWith("Z");
        assertThat(rig.sidecar().process().allOutput()).doesNotContain(SECRET);
    }

    @Test
    void call_withAQuery_isNowhereWithIt() { // TOK-25
        var method = ProductMgmtServiceGrpc.getGetProductMethod();
        var odd = method.toBuilder(method.getRequestMarshaller(), method.getResponseMarshaller())
                .setFullMethodName(method.getFullMethodName() + "?access_token=" + SECRET)
                .build();
        String kept = "3" + TRACE.substring(1);
        for (int i = 0; i < CALLS; i++) {
            Channel channel = channel("odd", Map.of("traceparent", "00-%s-%s-01".formatted(kept, CALLER)));
            Refusals.assertRefused(
                    () -> ClientCalls.blockingUnaryCall(
                            Wire.limited(channel, LIMIT), odd, CallOptions.DEFAULT, Shop.get("any")),
                    Status.Code.UNIMPLEMENTED,
                    "METHOD_NOT_FOUND");
        }
        Eventually.until(
                "the calls are in both",
                LIMIT,
                () -> line("odd").isPresent()
                        && !collector.ids("return-sidecar", kept).isEmpty());
        assertThat(line("odd").orElseThrow().path("method").asText()).endsWith("/GetProduct");
        assertThat(rig.sidecar().process().allOutput()).doesNotContain(SECRET);
        assertThat(collector.text()).contains("/GetProduct").doesNotContain(SECRET);
    }

    @Test
    void call_isCounted() {
        call("counted", Map.of());
        assertThat(rig.sidecar().ask("/stats/prometheus"))
                .containsPattern("envoy_cluster_upstream_rq_total\\{envoy_cluster_name=\"product-mgmt\"} [1-9]")
                .doesNotContain(SECRET);
    }

    private static void call(String requestId, Map<String, String> more) {
        assertThat(ProductMgmtServiceGrpc.newBlockingStub(channel(requestId, more))
                        .withDeadlineAfter(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                        .getProduct(Shop.get("any")))
                .isNotNull();
    }

    private static Channel channel(String requestId, Map<String, String> more) {
        Metadata headers = new Metadata();
        headers.put(Wire.AUTHORIZATION, "Bearer " + SECRET);
        headers.put(Wire.REQUEST_ID, requestId);
        more.forEach((name, value) -> headers.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value));
        return ClientInterceptors.intercept(rig.channel(), MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private static Optional<JsonNode> line(String requestId) {
        return rig.sidecar().process().lines().stream()
                .filter(it -> it.path("requestId").asText().equals(requestId))
                .findFirst();
    }
}
