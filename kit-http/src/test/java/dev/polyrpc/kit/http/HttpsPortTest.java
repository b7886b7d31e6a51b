package dev.polyrpc.kit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polyrpc.certs.CertificateSet;
import dev.polyrpc.kit.tls.TlsIdentity;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class HttpsPortTest {
    private static final Duration DRAIN = Duration.ofSeconds(5);

    @TempDir
    private static Path directory;

    @BeforeAll
    static void makeCertificates() throws IOException {
        CertificateSet.write(directory, Instant.now());
    }

    @Test
    void open_portTaken_failsAndNamesThePort() {
        try (HttpsPort first = open(0, request -> request.response().end())) {
            assertThatThrownBy(() ->
                            open(first.number(), request -> request.response().end()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("port %d: cannot listen", first.number());
        }
    }

    @Test
    void close_requestUnderWay_isAnsweredFirst() throws Exception {
        CompletableFuture<HttpServerRequest> arrived = new CompletableFuture<>();
        HttpsPort port = open(0, arrived::complete);
        CompletableFuture<HttpResponse<String>> answer = get(port.number());
        HttpServerRequest request = arrived.get();
        CompletableFuture<Void> closed = CompletableFuture.runAsync(port::close);

        request.response().end("in time");

        assertThat(answer.get().body()).isEqualTo("in time");
        closed.get();
        assertThatThrownBy(() -> get(port.number()).join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(ConnectException.class);
    }

    private static HttpsPort open(int port, Consumer<HttpServerRequest> handler) {
        TlsIdentity identity = TlsIdentity.loadUnchecked(directory, "token");
        return HttpsPort.open(
                port,
                identity,
                HttpsServers.options(identity, ClientAuth.NONE),
                server -> server.requestHandler(handler::accept),
                DRAIN);
    }

    private static CompletableFuture<HttpResponse<String>> get(int port) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + port))
                .timeout(Duration.ofSeconds(10))
                .build();
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1) // over HTTP/2 the JDK's client gives up at the first GOAWAY
                .sslContext(TlsIdentity.loadUnchecked(directory, "return").https("token"))
                .build()
                .sendAsync(request, BodyHandlers.ofString());
    }
}
