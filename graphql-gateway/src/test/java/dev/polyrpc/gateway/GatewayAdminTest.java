package dev.polyrpc.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polyrpc.kit.testing.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class GatewayAdminTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayUnderTest.start();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void readyz_backendsThere_becomesReadyWithoutAnyCall() throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        HttpResponse<String> answer = get(gateway, "/readyz");
        while (answer.statusCode() != 200 && System.nanoTime() < end) {
            answer = get(gateway, "/readyz");
        }
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void readyz_backendAway_namesIt() throws Exception {
        try (GatewayUnderTest alone = GatewayUnderTest.start(Map.of("POLYRPC_GATEWAY_RETURN_ADDRESS", "localhost:1"))) {
            HttpResponse<String> answer = get(alone, "/readyz");

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("return");
            assertThat(get(alone, "/livez").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void metrics_afterARequest_countIt() throws Exception {
        gateway.run("{ product(id: \"p-1\") { name } }");

        assertThat(get(gateway, "/metrics").body())
                .contains("graphql_server_request_duration_seconds_count{code=\"OK\",graphql_operation_type=\"query\"")
                .contains("grpc_client_attempt_duration");
    }

    @Test
    void readyz_whileDraining_namesTheServer_secondCloseDoesNothing() throws Exception {
        GatewayUnderTest draining = GatewayUnderTest.start(Map.of("POLYRPC_GATEWAY_REQUEST_TIMEOUT", "3s"));
        draining.returns.backend.fallSilent();
        var asked = CompletableFuture.supplyAsync(() -> draining.send(draining.request()
                .version(HttpClient.Version.HTTP_1_1) // over HTTP/2 the JDK's client gives up when told of the drain
                .POST(GatewayUnderTest.body("{ returns { nodes { returnId } } }", Map.of()))
                .build()));
        eventually(() -> !draining.returns.backend.calls().isEmpty());

        CompletableFuture<Void> closed = CompletableFuture.runAsync(draining.gateway::close);
        eventually(() -> get(draining, "/readyz").body().contains("server"));

        assertThat(asked.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        closed.get(20, TimeUnit.SECONDS);
        draining.gateway.awaitTermination();
        draining.close();
    }

    @Test
    void start_httpsPortTaken_leavesNothingOpen() throws Exception {
        int free = FreePort.find();
        Integer taken = gateway.gateway.ports().get("https");
        Map<String, String> settings = Map.of(
                "POLYRPC_GATEWAY_HTTPS_PORT",
                String.valueOf(taken),
                "POLYRPC_GATEWAY_ADMIN_PORT",
                String.valueOf(free));

        assertThatThrownBy(() -> GatewayUnderTest.start(settings)).hasMessage("port %d: cannot listen", taken);
        try (ServerSocket again = new ServerSocket(free, 1, InetAddress.getLoopbackAddress())) {
            assertThat(again.isBound()).isTrue();
        }
    }

    private static void eventually(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("still waiting").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static HttpResponse<String> get(GatewayUnderTest which, String path)
            throws IOException, InterruptedException {
        URI uri = URI.create(
                "http://localhost:%d%s".formatted(which.gateway.ports().get("admin"), path));
        return HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
}
