package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.MessageLite;
import dev.polyrpc.kit.tls.TlsIdentity;
import dev.polyrpc.proto.product.v1.MoveStockRequest;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.WatchInventoryRequest;
import dev.polyrpc.proto.product.v1.WatchInventoryResponse;
import dev.polyrpc.proto.returns.v1.ListReturnsRequest;
import dev.polyrpc.proto.returns.v1.ReturnServiceGrpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What clients without a certificate reach through the edge, with the system behind it as scripts/up starts it. */
@EnabledIfSystemProperty(named = "polyrpc.sidecars", matches = "true")
class EdgeIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int RESETS = 1200; // services take 500 in 10 s of a connection
    private static final String PRODUCT = "seen-from-outside";

    @RegisterExtension
    static final Landscape landscape = new Landscape().behindEdge(Map.of());

    private static HttpClient http;

    @BeforeAll
    static void stock() {
        http = browser("warehouse");
        new Shop(landscape).stock(PRODUCT, 5);
    }

    @Test
    void query_throughTheEdge_isAnsweredAsByTheGateway() {
        String token = landscape.token("alice", Built.GATEWAY);
        String query = "{ product(id: \"%s\") { name stock { onHand } } }".formatted(PRODUCT);
        JsonNode answer = edge().ask(token, query, Map.of());
        assertThat(answer.at("/data/product/stock/onHand").asInt()).isEqualTo(5);
        assertThat(answer).isEqualTo(landscape.gateway().ask(token, query, Map.of()));
    }

    @Test
    void subscription_overASocket_followsWhatChanges() {
        String product = new Shop(landscape).stock("followed-by-socket", 3);
        try (Subscription subscription = Subscription.open(
                landscape.edge().port(),
                "edge",
                landscape.certificates(),
                landscape.token("alice", Built.GATEWAY),
                changesOf(product))) {
            assertThat(subscription.answer().at("/data/inventoryChanged/change").asInt())
                    .isEqualTo(3);
            landscape.products("warehouse").adjustInventory(Shop.adjustment(product, -1));
            assertThat(subscription.answer().at("/data/inventoryChanged/change").asInt())
                    .isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void subscription_asEvents_followsWhatChanges(HttpClient.Version version) throws Exception {
        String product = new Shop(landscape)
                .stock("followed-by-" + version.name().toLowerCase(Locale.ROOT).replace('_', '-'), 3);
        HttpRequest request = request("/graphql")
                .version(version)
                .header("accept", "text/event-stream")
                .header("x-request-id", product)
                .header("content-type", "application/json")
                .header("authorization", "Bearer " + landscape.token("alice", Built.GATEWAY))
                .POST(BodyPublishers.ofString(
                        new ObjectMapper().writeValueAsString(Map.of("query", changesOf(product)))))
                .build();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                http.send(request, BodyHandlers.ofInputStream()).body(), StandardCharsets.UTF_8))) {
            assertThat(data(lines)).contains("\"change\":3");
            landscape.products("warehouse").adjustInventory(Shop.adjustment(product, -1));
            assertThat(data(lines)).contains("\"change\":-1");
        }
        assertThat(line(product).path("backend").asText())
                .isEqualTo("gateway-streams"); // where they take no query's connection
    }

    @Test
    void graphiql_isServed() throws Exception {
        assertThat(http.send(request("/graphiql").GET().build(), BodyHandlers.ofString())
                        .body())
                .contains("/graphiql/page.js");
    }

    @Test
    void grpcWeb_unary_isAnsweredAsOverGrpc() {
        try (var call = call(ProductMgmtServiceGrpc.getGetProductMethod(), Shop.get(PRODUCT), Built.PRODUCT_MGMT)) {
            assertThat(call.answer()).isEqualTo(landscape.products("alice").getProduct(Shop.get(PRODUCT)));
        }
        try (var call =
                call(ReturnServiceGrpc.getListReturnsMethod(), ListReturnsRequest.getDefaultInstance(), Built.RETURN)) {
            assertThat(call.answer())
                    .isEqualTo(landscape.returns("alice").listReturns(ListReturnsRequest.getDefaultInstance()));
        }
    }

    @Test
    void grpcWeb_serverStream_comesAsItHappens() {
        String product = new Shop(landscape).stock("followed-by-grpc-web", 3);
        var watch = WatchInventoryRequest.newBuilder()
                .setAfter(0)
                .addProductIds(product)
                .build();
        try (GrpcWeb<WatchInventoryResponse> call =
                call(ProductMgmtServiceGrpc.getWatchInventoryMethod(), watch, Built.PRODUCT_MGMT)) {
            assertThat(call.next().getEvent().getChange()).isEqualTo(3);
            landscape.products("warehouse").adjustInventory(Shop.adjustment(product, -1));
            assertThat(call.next().getEvent().getChange()).isEqualTo(-1);
        }
    }

    @Test
    void grpcWeb_anotherClientResetsMoreStreamsThanServicesTake_goesOn() { // EDGE-11
        String product = new Shop(landscape).stock("followed-amid-resets", 3);
        var watch = WatchInventoryRequest.newBuilder()
                .setAfter(0)
                .addProductIds(product)
                .build();
        try (var call = call(ProductMgmtServiceGrpc.getWatchInventoryMethod(), watch, Built.PRODUCT_MGMT)) {
            assertThat(call.next().getEvent().getChange()).isEqualTo(3);
            Map<String, String> headers =
                    Map.of("authorization", "Bearer " + landscape.token("bob", Built.PRODUCT_MGMT));
            HttpClient rude = browser("bob");
            long ended = endedByTheService();
            for (int i = 0; i < RESETS; i++) {
                try {
                    GrpcWeb.call(
                                    rude,
                                    landscape.edge().port(),
                                    ProductMgmtServiceGrpc.getWatchInventoryMethod(),
                                    watch,
                                    headers)
                            .close();
                } catch (UncheckedIOException cutOff) {
                    // its connection has ended; between calls nothing shows of that
                }
            }
            assertThat(endedByTheService())
                    .as("connections that the service ended")
                    .isGreaterThan(ended);
            landscape.products("warehouse").adjustInventory(Shop.adjustment(product, -1));
            assertThat(call.next().getEvent().getChange()).isEqualTo(-1);
        }
    }

    @Test
    void grpcWeb_refusal_bringsCodeReasonAndWords() {
        try (var call = call(ProductMgmtServiceGrpc.getGetProductMethod(), Shop.get("none"), Built.PRODUCT_MGMT)) {
            assertThat(call.next()).isNull();
            assertThat(call.httpStatus()).isEqualTo(200);
            assertThat(call.code()).isEqualTo(Status.Code.NOT_FOUND.value());
            assertThat(call.reason()).isEqualTo("PRODUCT_NOT_FOUND");
            assertThat(call.told("grpc-message")).startsWith("product_id: none");
            assertThat(call.told("server")).isEmpty();
            assertThat(call.told("x-envoy-upstream-service-time"))
                    .as("Envoy's own time")
                    .isEmpty();
            assertThat(call.told("x-content-type-options")).isEqualTo("nosniff");
        }
    }

    @Test
    void grpcWeb_methodOfAnotherProcess_isDenied() { // EDGE-6 TLS-11
        try (var call = call(
                ProductMgmtServiceGrpc.getMoveStockMethod(),
                MoveStockRequest.getDefaultInstance(),
                Built.PRODUCT_MGMT)) {
            assertThat(call.next()).isNull();
            assertThat(call.reason()).isEqualTo("PEER_NOT_ALLOWED");
            assertThat(call.told("grpc-message")).contains("edge");
        }
    }

    @Test
    void boundToken_isGoodForItsHolderAlone_andNotThroughTheEdge() throws Exception { // EDGE-3 TOK-22
        String bound = boundToken(Built.PRODUCT_MGMT);
        Metadata headers = new Metadata();
        headers.put(Wire.AUTHORIZATION, "Bearer " + bound);
        var held = ProductMgmtServiceGrpc.newBlockingStub(landscape.anonymous(Built.PRODUCT_MGMT, "alice"))
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
        assertThat(held.getProduct(Shop.get(PRODUCT)).getProduct().getProductId())
                .isEqualTo(PRODUCT);

        String thumbprint = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(TlsIdentity.load(landscape.certificates(), "alice")
                                .leaf()
                                .getEncoded()));
        for (String lie : new String[] {"", "Hash=%s;URI=spiffe://polyrpc.test/alice".formatted(thumbprint)}) {
            try (var call = GrpcWeb.call(
                    browser("alice"), // who has the certificate's key, too: the edge does not ask for it
                    landscape.edge().port(),
                    ProductMgmtServiceGrpc.getGetProductMethod(),
                    Shop.get(PRODUCT),
                    lie.isEmpty()
                            ? Map.of("authorization", "Bearer " + bound)
                            : Map.of("authorization", "Bearer " + bound, "x-forwarded-client-cert", lie))) {
                assertThat(call.next()).isNull();
                assertThat(call.code()).isEqualTo(Status.Code.UNAUTHENTICATED.value());
                assertThat(call.reason()).isEqualTo("TOKEN_INVALID");
            }
        }
        assertThat(edge().ask(boundToken(Built.GATEWAY), "{ __typename }", Map.of())
                        .at("/errors/0/extensions/reason"))
                .hasToString("\"TOKEN_INVALID\"");
    }

    @Test
    void log_ofARequest_isAnObjectWithoutQueryAndToken() throws Exception { // TOK-25
        String token = landscape.token("alice", Built.GATEWAY);
        HttpRequest get = request("/graphql?query=%7B__typename%7D&secret=hidden")
                .header("authorization", "Bearer " + token)
                .header("x-request-id", "edge-7")
                .build();
        assertThat(http.send(get, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        JsonNode line = line("edge-7");
        assertThat(line.path("path").asText()).isEqualTo("/graphql");
        assertThat(line.path("backend").asText()).isEqualTo("gateway");
        assertThat(line.path("status").asInt()).isEqualTo(200);
        assertThat(line.path("client").asText()).isEqualTo("127.0.0.1");
        assertThat(line.path("ms").isNumber()).isTrue();
        assertThat(line.toString()).doesNotContain("hidden", token);
    }

    private static JsonNode line(String requestId) {
        return Eventually.value(
                "the edge's line",
                LIMIT,
                () -> landscape.edge().process().lines().stream()
                        .filter(entry -> entry.path("requestId").asText().equals(requestId))
                        .findFirst());
    }

    private static long endedByTheService() {
        Sidecar sidecar = landscape.sidecar(Built.PRODUCT_MGMT);
        return sidecar.stat("cluster.service.upstream_cx_close_notify")
                + sidecar.stat("cluster.service.upstream_cx_destroy_remote");
    }

    private static GraphQl edge() {
        return new GraphQl(landscape.edge().port(), "edge", landscape.certificates());
    }

    private static <Q extends MessageLite, A> GrpcWeb<A> call(MethodDescriptor<Q, A> method, Q question, Built of) {
        return GrpcWeb.call(
                http,
                landscape.edge().port(),
                method,
                question,
                Map.of("authorization", "Bearer " + landscape.token("alice", of)));
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(
                        "https://localhost:%d%s".formatted(landscape.edge().port(), path)))
                .timeout(LIMIT);
    }

    private static HttpClient browser(String name) {
        return HttpClient.newBuilder()
                .sslContext(TlsIdentity.load(landscape.certificates(), name).https("edge"))
                .connectTimeout(LIMIT)
                .build();
    }

    private static String boundToken(Built audience) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("https://localhost:%d/oauth2/token".formatted(landscape.port(Built.TOKEN))))
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(
                        "grant_type=client_credentials&client_id=alice&audience=" + audience.label()))
                .build();
        HttpClient holder = HttpClient.newBuilder()
                .sslContext(TlsIdentity.load(landscape.certificates(), "alice").https(Built.TOKEN.label()))
                .build();
        return TokenDesk.json(holder.send(request, BodyHandlers.ofString()))
                .path("access_token")
                .asText();
    }

    private static String changesOf(String product) {
        return "subscription { inventoryChanged(after: 0, productIds: [\"%s\"]) { change } }".formatted(product);
    }

    private static String data(BufferedReader lines) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("data:") && line.length() > "data: ".length()) {
                return line;
            }
        }
        throw new AssertionError("the events have ended");
    }
}
