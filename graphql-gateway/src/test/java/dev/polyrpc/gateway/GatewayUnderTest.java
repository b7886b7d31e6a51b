package dev.polyrpc.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.polyrpc.kit.call.Guard;
import dev.polyrpc.kit.grpc.GrpcServer;
import dev.polyrpc.kit.identity.TokenVerifier;
import dev.polyrpc.kit.identity.VerifierConfig;
import dev.polyrpc.kit.settings.Settings;
import dev.polyrpc.kit.telemetry.Telemetry;
import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.kit.testing.TestIssuer;
import dev.polyrpc.kit.testing.TestPolicy;
import io.grpc.BindableService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The real gateway with its real wiring, in front of two backends made by hand that speak gRPC over mutual TLS. Registered as
 * an extension it serves all tests of a class, and each finds nothing of the one before.
 */
final class GatewayUnderTest implements AutoCloseable, BeforeEachCallback, AfterAllCallback {
    static final String GRAPHQL_RESPONSE = "application/graphql-response+json";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String[] ALL_SCOPES = {
        "product:read", "product:write", "stock:adjust", "returns:read", "returns:write", "returns:inspect"
    };

    final TestIssuer issuer = TestIssuer.start();
    final FakeProductMgmt products = new FakeProductMgmt();
    final FakeReturns returns = new FakeReturns();
    final Gateway gateway;
    private final GrpcServer productServer;
    private final GrpcServer returnServer;
    final SilentThrift thrift = SilentThrift.start(issuer);
    private final HttpClient http;
    private final String token = issuer.token("alice", "gateway", ALL_SCOPES);

    private GatewayUnderTest(Map<String, String> settings, Telemetry telemetry) {
        productServer = backend("product-mgmt", products);
        returnServer = backend("return", returns);
        Map<String, String> environment = new HashMap<>(Map.of(
                "POLYRPC_GATEWAY_HTTPS_PORT",
                "0",
                "POLYRPC_GATEWAY_ADMIN_PORT",
                "0",
                "POLYRPC_GATEWAY_CERTIFICATES",
                TestCertificates.directory().toString(),
                "POLYRPC_GATEWAY_POLICY",
                TestPolicy.file().toString(),
                "POLYRPC_GATEWAY_TOKEN_SERVICE",
                issuer.uri().toString(),
                "POLYRPC_GATEWAY_ISSUER",
                issuer.issuer(),
                "POLYRPC_GATEWAY_PRODUCT_MGMT_ADDRESS",
                "localhost:" + productServer.port(),
                "POLYRPC_GATEWAY_PRODUCT_MGMT_THRIFT_ADDRESS",
                "localhost:" + thrift.port(),
                "POLYRPC_GATEWAY_RETURN_ADDRESS",
                "localhost:" + returnServer.port()));
        environment.putAll(settings);
        gateway = Gateway.start(GatewayConfig.from(Settings.of(GatewayConfig.PREFIX, environment)), telemetry);
        http = HttpClient.newBuilder()
                .sslContext(TestCertificates.identity("alice").https("gateway"))
                .build();
    }

    static GatewayUnderTest start() {
        return start(Map.of());
    }

    /** Starts a gateway with settings of its own. */
    static GatewayUnderTest start(Map<String, String> settings) {
        return start(settings, Telemetry.start("gateway"));
    }

    /** The same, measured and traced by what is handed over, and closed with it. */
    static GatewayUnderTest start(Map<String, String> settings, Telemetry telemetry) {
        return new GatewayUnderTest(settings, telemetry);
    }

    @Override
    public void beforeEach(ExtensionContext test) throws Exception {
        reset();
    }

    @Override
    public void afterAll(ExtensionContext tests) {
        close();
    }

    void reset() throws Exception {
        // those of the test before end a moment after their socket
        Eventually.holds(() -> products.watches.open() == 0 && returns.watches.open() == 0);
        products.reset();
        returns.backend.reset();
        returns.watches.reset();
    }

    /** A request that alice may make; a test changes what it is about. */
    HttpRequest.Builder request() {
        return HttpRequest.newBuilder(uri(""))
                .timeout(Duration.ofSeconds(20))
                .header("authorization", "Bearer " + token)
                .header("content-type", "application/json")
                .header("accept", GRAPHQL_RESPONSE);
    }

    /** A socket that speaks the subprotocol; nothing was said on it yet. */
    SocketClient socket() {
        URI uri = URI.create(uri("").toString().replaceFirst("https", "wss"));
        return SocketClient.open(http, uri, "graphql-transport-ws");
    }

    HttpClient http() {
        return http;
    }

    /** A socket on which alice was acknowledged. */
    SocketClient aliceOn(SocketClient socket) {
        socket.init(token);
        return socket;
    }

    URI uri(String query) {
        return URI.create(
                "https://localhost:%d/graphql%s".formatted(gateway.ports().get("https"), query));
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Runs a document as alice and expects it to run. */
    JsonNode run(String query) {
        HttpResponse<String> answer = send(request().POST(body(query, Map.of())).build());
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return json(answer);
    }

    static HttpRequest.BodyPublisher body(String query, Map<String, Object> variables) {
        return BodyPublishers.ofString(
                JSON.valueToTree(Map.of("query", query, "variables", variables)).toString());
    }

    static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        gateway.close();
        productServer.close();
        returnServer.close();
        thrift.close();
        issuer.close();
    }

    private GrpcServer backend(String name, BindableService service) {
        TokenVerifier verifier =
                TokenVerifier.create(new VerifierConfig(issuer.issuer(), name + ".polyrpc.test"), issuer.keys());
        try {
            return GrpcServer.builder(
                            0,
                            Guard.of(TestCertificates.identity(name), TestPolicy.of(name), verifier)
                                    .timeouts(Duration.ofSeconds(30), Duration.ofMillis(100)))
                    .add(service)
                    .start();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
