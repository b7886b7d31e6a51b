package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.kit.tls.TlsIdentity;
import dev.polyrpc.proto.product.v1.GetProductResponse;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import io.grpc.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What strangers send to the edge, and what of it comes through. */
@EnabledIfSystemProperty(named = "polyrpc.sidecars", matches = "true")
class EdgeHardeningIT {
    private static final String ALLOWED = "https://shop.example";
    private static final String WEB = "/polyrpc.product.v1.ProductMgmtService/GetProduct";
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int SETTINGS = 4;
    private static final int MAX_CONCURRENT_STREAMS = 3;

    @TempDir
    static Path folder;

    private static Behind behind;
    private static Edge edge;
    private static Http1 http1;
    private static HttpClient http;

    @BeforeAll
    static void start() throws Exception {
        behind = Behind.start("gateway", "product-mgmt");
        Map<String, String> values = new HashMap<>(behind.ports());
        values.put("ORIGINS", ALLOWED);
        edge = Edge.start(folder, values);
        http1 = new Http1(edge.port());
        http = HttpClient.newBuilder()
                .sslContext(TestCertificates.identity("alice").https("edge"))
                .build();
    }

    @AfterAll
    static void stop() {
        edge.close();
        behind.close();
    }

    @BeforeEach
    void forget() {
        behind.heard();
    }

    @Test
    void connect_badly_isNotServed() { // EDGE-1
        Path certificates = TestCertificates.directory();
        assertThat(new TlsProbe(null, "TLSv1.3", List.of("h2")).isServed(certificates, "edge", edge.port()))
                .isTrue();
        assertThat(new TlsProbe(null, "TLSv1.2", List.of("h2")).isServed(certificates, "edge", edge.port()))
                .isFalse();
        assertThat(new TlsProbe(null, null, List.of()).isServed(certificates, "edge", edge.port()))
                .isFalse();
        assertThat(http1.send(Http1.get("/graphql"))).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void request_sayingWhatOnlyProxiesMay_arrivesWithoutIt() { // EDGE-2
        Map<String, String> lies = new HashMap<>(Map.of("tracestate", "vendor=1", "baggage", "user=alice"));
        lies.putAll(Map.of(
                "x-forwarded-client-cert", "Hash=00;URI=spiffe://polyrpc.test/alice",
                "x-forwarded-for", "203.0.113.7",
                "x-forwarded-host", "elsewhere.example",
                "forwarded", "for=203.0.113.7",
                "x-envoy-fault-abort-grpc-request", "14",
                "x-envoy-upstream-rq-timeout-ms", "1",
                "x-envoy-max-retries", "9",
                "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "x-envoy-internal", "true",
                "x-envoy-external-address", "203.0.113.7"));
        String id = "0190b2f4-6a5c-7c3e-8d7a-0123456789ab"; // of which Envoy would like to use a digit
        Map<String, String> headers = new HashMap<>(lies);
        headers.put("x-request-id", id);
        get("/graphql", headers);
        call(headers).close();

        List<Map<String, String>> heard = behind.heard();
        assertThat(heard).hasSize(2).allSatisfy(request -> {
            lies.forEach(
                    (name, value) -> assertThat(request.getOrDefault(name, "")).isNotEqualTo(value));
            assertThat(request)
                    .doesNotContainKeys("x-forwarded-client-cert", "x-forwarded-host", "forwarded")
                    .doesNotContainKeys("traceparent", "tracestate", "baggage");
            assertThat(request.keySet())
                    .filteredOn(name -> name.startsWith("x-envoy-"))
                    .containsExactly("x-envoy-external-address"); // the true one, written by the edge
            assertThat(request).containsEntry("x-request-id", id);
        });
    }

    static Stream<Arguments> oddRequests() {
        String large = "x-large: " + "x".repeat(8 * 1024);
        String[] many = IntStream.range(0, 120).mapToObj(i -> "x-h" + i + ": 1").toArray(String[]::new);
        return Stream.of(
                Arguments.of("431", Http1.get("/graphql", large)),
                Arguments.of("431", Http1.get("/graphql", many)),
                Arguments.of("400", Http1.get("/graphql", "x_odd: 1")),
                Arguments.of("400", Http1.get("/graphiql%2f..%2fgraphql")),
                Arguments.of("400", Http1.get("/graphql", "Content-Length: 1", "Transfer-Encoding: chunked")),
                Arguments.of("404", Http1.get("/admin")),
                Arguments.of("404", Http1.get("/graphql/x")),
                Arguments.of("200 OK\r\ngrpc-status: 12", Http1.get("/v1/products", "content-type: application/grpc")),
                Arguments.of(
                        "200 OK\r\ngrpc-status: 12",
                        Http1.get("/grpc.health.v1.Health/Check", "content-type: application/grpc-web")),
                Arguments.of("200 OK\r\ngrpc-status: 12", Http1.get(WEB, "content-type: application/grpc-web")),
                Arguments.of(
                        "200 OK\r\ngrpc-status: 12",
                        Http1.get(
                                        WEB,
                                        "origin:",
                                        "access-control-request-method: POST",
                                        "content-type: application/grpc")
                                .replace("GET", "OPTIONS")),
                Arguments.of("200 OK\r\ngrpc-status: 3", Http1.get(WEB + "%2fx", "content-type: application/grpc-web")),
                Arguments.of("403", Http1.get("/graphiql", "connection: upgrade", "upgrade: websocket")),
                Arguments.of( // half a body would be with the gateway at once
                        "403",
                        "POST /graphql HTTP/1.1\r\nHost: localhost\r\nConnection: upgrade\r\nUpgrade: websocket\r\n"
                                + "Content-Length: 9\r\n\r\nhalf"));
    }

    @ParameterizedTest
    @MethodSource("oddRequests")
    void request_odd_isRefusedAndHeardByNobody(String status, String request) { // EDGE-4 EDGE-6
        String answer = http1.send(request);
        assertThat(answer).startsWith("HTTP/1.1 " + status).doesNotContain("envoy");
        assertThat(behind.heard()).isEmpty();
    }

    @Test
    void request_pathNotNormal_arrivesNormal() {
        http1.send(Http1.get("//graphiql/./x/../page.js"));
        assertThat(behind.heard()).extracting(request -> request.get(":path")).containsExactly("/graphiql/page.js");
    }

    @Test
    void call_overPlainGrpc_isUnimplemented() { // EDGE-6
        var channel = Wire.channel(
                edge.port(), TestCertificates.directory().resolve("ca.pem"), TestCertificates.directory(), "alice");
        try {
            Refusals.assertRefused(
                    () -> ProductMgmtServiceGrpc.newBlockingStub(Wire.limited(channel, LIMIT))
                            .getProduct(Shop.get("any")),
                    Status.Code.UNIMPLEMENTED);
        } finally {
            channel.shutdownNow();
        }
        assertThat(behind.heard()).isEmpty();
    }

    @Test
    void preflight_ofAnAllowedOrigin_mayCall_andOfAnotherMayNot() { // EDGE-9
        HttpResponse<String> allowed = preflight(WEB, ALLOWED);
        assertThat(allowed.headers().firstValue("access-control-allow-origin")).contains(ALLOWED);
        assertThat(allowed.headers().firstValue("access-control-allow-headers").orElse(""))
                .contains("authorization", "grpc-timeout", "x-grpc-web");
        assertThat(allowed.headers().firstValue("access-control-allow-credentials"))
                .isEmpty();
        HttpResponse<String> refused = preflight(WEB, "https://shop.example.evil.example");
        assertThat(refused.headers().map()).doesNotContainKey("access-control-allow-origin");
        assertThat(refused.statusCode()).as("by the edge itself").isEqualTo(200);
        assertThat(behind.heard()).isEmpty();
        assertThat(preflight("/graphql", ALLOWED).headers().map()).doesNotContainKey("access-control-allow-origin");
    }

    @Test
    void page_ofAnAllowedOrigin_mayReadHowItsCallEnds() { // EDGE-9
        try (var call = call(Map.of("origin", ALLOWED))) {
            assertThat(call.told("access-control-allow-origin")).isEqualTo(ALLOWED);
            assertThat(call.told("access-control-expose-headers")).contains("grpc-status,", "grpc-status-details-bin");
        }
    }

    @Test
    void body_tooLarge_isRefusedAndHeardByNobody() { // EDGE-4
        String graphql = post("/graphql", "application/json", 257 * 1024);
        assertThat(graphql).startsWith("HTTP/1.1 413 ").contains("BODY_TOO_LARGE");
        String grpcWeb = post(WEB, "application/grpc-web+proto", 65 * 1024);
        assertThat(grpcWeb).startsWith("HTTP/1.1 200 ").contains("grpc-status: 8\r\n");
        assertThat(behind.heard()).isEmpty();
    }

    @Test
    void clientThatIsGone_leavesNoConnectionBehind() { // EDGE-12
        for (int i = 0; i < 20; i++) {
            post(WEB, "application/grpc-web+proto", 5);
        }
        assertThat(edge.stat("cluster.product-mgmt.upstream_cx_total")).isGreaterThanOrEqualTo(20);
        Eventually.until(
                "their connections have ended", LIMIT, () -> edge.stat("cluster.product-mgmt.upstream_cx_active") <= 1);
    }

    @Test
    void connect_overHttp2_isToldHowManyStreamsItMayOpen() throws IOException { // EDGE-10
        SSLSocket socket = (SSLSocket) TlsIdentity.load(TestCertificates.directory(), "alice")
                .https("edge")
                .getSocketFactory()
                .createSocket("localhost", edge.port());
        try (socket) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            socket.setSSLParameters(parameters);
            socket.getOutputStream()
                    .write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0".getBytes(StandardCharsets.US_ASCII));
            ByteBuffer head = ByteBuffer.wrap(socket.getInputStream().readNBytes(9));
            int length = head.getInt() >>> 8;
            assertThat(head.get(3)).isEqualTo((byte) SETTINGS);
            Map<Integer, Integer> settings = new HashMap<>();
            ByteBuffer pairs = ByteBuffer.wrap(socket.getInputStream().readNBytes(length));
            while (pairs.hasRemaining()) {
                settings.put((int) pairs.getShort(), pairs.getInt());
            }
            assertThat(settings).containsEntry(MAX_CONCURRENT_STREAMS, 100);
        }
    }

    @Test
    void socketsThatStall_areClosed() throws IOException { // EDGE-8
        long began = System.nanoTime();
        try (Socket mute = new Socket("localhost", edge.port());
                SSLSocket half = http1.open(InetAddress.getLoopbackAddress());
                SSLSocket bodiless = http1.open(InetAddress.getLoopbackAddress());
                SSLSocket messageless = http1.open(InetAddress.getLoopbackAddress())) {
            String bodyToCome =
                    " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/%s\r\nContent-Length: 9\r\n\r\n";
            bodiless.getOutputStream()
                    .write(("POST /graphql" + bodyToCome.formatted("json")).getBytes(StandardCharsets.US_ASCII));
            messageless
                    .getOutputStream()
                    .write(("POST " + WEB + bodyToCome.formatted("grpc-web")).getBytes(StandardCharsets.US_ASCII));
            half.getOutputStream().write("GET /graphql HTTP/1.1\r\nHost:".getBytes(StandardCharsets.US_ASCII));
            mute.setSoTimeout((int) LIMIT.toMillis());
            assertThat(mute.getInputStream().read()).isEqualTo(-1);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
            assertThat(new String(half.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 408 ");
            assertThat(new String(bodiless.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 408 ")
                    .contains("\"code\":\"DEADLINE_EXCEEDED\"");
            assertThat(new String(messageless.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 200 ")
                    .contains("\r\ngrpc-status: 4\r\n");
            assertThat(behind.heard()).isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(14));
        }
        assertThat(http1.send(Http1.get("/graphql"))).startsWith("HTTP/1.1 200 ");
    }

    private static String post(String path, String type, int bytes) {
        return http1.send(
                "POST %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(path, type, bytes, "\0".repeat(bytes)));
    }

    private static HttpResponse<String> preflight(String path, String origin) {
        return send(HttpRequest.newBuilder(uri(path))
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("origin", origin)
                .header("access-control-request-method", "POST")
                .header("access-control-request-headers", "authorization,content-type,x-grpc-web"));
    }

    private static void get(String path, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        headers.forEach(request::header);
        assertThat(send(request).statusCode()).isEqualTo(200);
    }

    private static GrpcWeb<GetProductResponse> call(Map<String, String> headers) {
        var call =
                GrpcWeb.call(http, edge.port(), ProductMgmtServiceGrpc.getGetProductMethod(), Shop.get("any"), headers);
        assertThat(call.next()).isNull();
        assertThat(call.code()).isEqualTo(Status.Code.UNIMPLEMENTED.value());
        return call;
    }

    private static URI uri(String path) {
        return URI.create("https://localhost:%d%s".formatted(edge.port(), path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
