package dev.polyrpc.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.telemetry.Telemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The spans of a request, as an exporter gets them: each below the work that it is a part of. */
final class GatewayTraceTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";
    private static final String NESTED = "query Nested { returns(first: 50) { nodes { product { name } } } }";
    private static final String LIST_RETURNS = "polyrpc.returns.v1.ReturnService/ListReturns";
    private static final String BATCH_GET = "polyrpc.product.v1.ProductMgmtService/BatchGetProducts";
    private static final String WATCH = "polyrpc.product.v1.ProductMgmtService/WatchInventory";
    private static final InMemorySpanExporter SPANS = InMemorySpanExporter.create();
    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayUnderTest.start(Map.of(), Telemetry.start("gateway", SimpleSpanProcessor.create(SPANS)));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void reset() throws Exception {
        gateway.reset();
        SPANS.reset();
    }

    @Test
    void query_isASpan_andSoIsEachBatchAndCallOfIt() throws Exception {
        ask(NESTED, "00-%s-%s-01".formatted(TRACE, PARENT));
        Eventually.holds(() -> spans().size() == 4);

        SpanData operation = span("query");
        SpanData batch = span("load products");
        assertThat(spans()).extracting(SpanData::getTraceId).containsOnly(TRACE);
        assertThat(operation.getParentSpanId()).isEqualTo(PARENT);
        assertThat(operation.getKind()).isEqualTo(SpanKind.SERVER);
        assertThat(attribute(operation, "graphql.operation.type")).isEqualTo("query");
        assertThat(attribute(operation, "graphql.operation.name")).isEqualTo("Nested");
        assertThat(attribute(operation, "polyrpc.request_id")).isEqualTo("traced-1");
        assertThat(span(LIST_RETURNS).getParentSpanId()).isEqualTo(operation.getSpanId());
        assertThat(batch.getParentSpanId()).isEqualTo(operation.getSpanId());
        assertThat(batch.getAttributes().get(AttributeKey.longKey("polyrpc.batch.size")))
                .isEqualTo(50);
        SpanData call = span(BATCH_GET);
        assertThat(call.getParentSpanId()).isEqualTo(batch.getSpanId());
        assertThat(call.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(attribute(call, "rpc.system.name")).isEqualTo("grpc");
        assertThat(attribute(call, "rpc.method")).isEqualTo(BATCH_GET);
        assertThat(attribute(call, "rpc.response.status_code")).isEqualTo("OK");
        assertThat(attribute(call, "server.address")).isEqualTo("product-mgmt");
    }

    @Test
    void call_thatFails_isAFailedSpan_thePartlyAnsweredOperationIsNone() throws Exception {
        gateway.products.backend.fail(new Failure(Kind.DENIED, "SCOPE_MISSING", "the token does not allow this"));
        ask(NESTED, null);
        Eventually.holds(() -> spans().size() == 4);

        assertThat(attribute(span(BATCH_GET), "rpc.response.status_code")).isEqualTo("PERMISSION_DENIED");
        assertThat(attribute(span(BATCH_GET), "error.type")).isEqualTo("PERMISSION_DENIED");
        assertThat(span(BATCH_GET).getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(span("query").getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    }

    @Test
    void operation_thatABackendFails_isAFailedSpan() throws Exception {
        gateway.returns.backend.fail(new IllegalStateException("a fault"));
        ask(NESTED, null);
        Eventually.holds(() -> spans().size() == 2);

        assertThat(attribute(span("query"), "error.type")).isEqualTo("INTERNAL_SERVER_ERROR");
        assertThat(span("query").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    }

    @Test
    void event_isASpanOfItsSubscription() throws Exception {
        try (SocketClient socket = gateway.aliceOn(gateway.socket())) {
            socket.subscribe("1", "subscription { inventoryChanged(after: 0) { product { name } } }");
            gateway.products.watches.publish(1);
            assertThat(socket.next().path("type").asText()).isEqualTo("next");
            socket.complete("1");
        }
        Eventually.holds(() -> !named("subscription").isEmpty() && !named(WATCH).isEmpty());

        SpanData operation = span("subscription");
        assertThat(named(WATCH)).extracting(SpanData::getParentSpanId).containsOnly(operation.getSpanId());
        assertThat(span("event").getParentSpanId()).isEqualTo(operation.getSpanId());
        assertThat(span("load products").getParentSpanId())
                .isEqualTo(span("event").getSpanId());
        assertThat(span(BATCH_GET).getParentSpanId())
                .isEqualTo(span("load products").getSpanId());
    }

    @Test
    void refusal_isASpanToo() throws Exception {
        ask("{ nothing }", null);
        Eventually.holds(() -> spans().size() == 1);

        assertThat(spans().get(0).getName()).isEqualTo("GraphQL Operation");
    }

    private static void ask(String query, @Nullable String traceParent) {
        HttpRequest.Builder request =
                gateway.request().header("x-request-id", "traced-1").POST(GatewayUnderTest.body(query, Map.of()));
        gateway.send((traceParent == null ? request : request.header("traceparent", traceParent)).build());
    }

    private static List<SpanData> spans() {
        return SPANS.getFinishedSpanItems();
    }

    private static List<SpanData> named(String name) {
        return spans().stream().filter(span -> span.getName().equals(name)).toList();
    }

    private static SpanData span(String name) {
        assertThat(named(name)).as(name).hasSize(1);
        return named(name).get(0);
    }

    private static @Nullable String attribute(SpanData span, String name) {
        return span.getAttributes().get(AttributeKey.stringKey(name));
    }
}
