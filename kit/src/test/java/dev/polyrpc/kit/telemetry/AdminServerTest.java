package dev.polyrpc.kit.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class AdminServerTest {
    private final AtomicBoolean keysThere = new AtomicBoolean();
    private final Telemetry telemetry = Telemetry.start("return");
    private final AdminServer server =
            AdminServer.start(0, telemetry, Map.of("keys", keysThere::get, "database", () -> true, "channel", () -> {
                throw new IllegalStateException("not yet");
            }));

    @AfterEach
    void close() {
        server.close();
        telemetry.close();
    }

    @Test
    void livez_always_isOk() throws Exception {
        assertThat(get("/livez").statusCode()).isEqualTo(200);
    }

    @Test
    void readyz_checksFail_namesThem() throws Exception {
        HttpResponse<String> answer = get("/readyz");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("not ready: channel, keys\n");
        keysThere.set(true);
        assertThat(get("/readyz").body()).isEqualTo("not ready: channel\n");
    }

    @Test
    void readyz_allChecksHold_isOk() throws Exception {
        try (AdminServer ready = AdminServer.start(0, telemetry, Map.of("database", () -> true))) {
            assertThat(send(ready, "GET", "/readyz").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void metrics_ofProcess_haveConventionalNames() throws Exception {
        telemetry.meter().counterBuilder("polyrpc.returns.opened").build().add(3);
        assertThat(get("/metrics").body())
                .contains("\njvm_memory_used_bytes{jvm_memory_type=\"heap\"} ")
                .contains("\njvm_memory_committed_bytes{")
                .contains("\njvm_cpu_time_seconds_total ")
                .contains("\njvm_cpu_recent_utilization ")
                .contains("\njvm_thread_count ")
                .contains("\nprocess_unix_file_descriptor_count ")
                .contains("\npolyrpc_returns_opened_total 3.0\n")
                .contains("service_name=\"return\"");
    }

    @Test
    void request_otherPathOrMethod_isRefused() throws Exception {
        assertThat(get("/").statusCode()).isEqualTo(404);
        assertThat(get("/metrics/x").statusCode()).isEqualTo(404);
        assertThat(send(server, "POST", "/livez").statusCode()).isEqualTo(405);
    }

    @Test
    void start_portTaken_saysWhich() {
        assertThatThrownBy(() -> AdminServer.start(server.port(), telemetry, Map.of()))
                .hasMessageStartingWith("admin port " + server.port() + ": ");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(server, "GET", path);
    }

    private static HttpResponse<String> send(AdminServer to, String method, String path)
            throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + to.port() + path))
                                .method(method, BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString());
    }
}
