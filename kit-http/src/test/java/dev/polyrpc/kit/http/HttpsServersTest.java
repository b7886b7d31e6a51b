package dev.polyrpc.kit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polyrpc.certs.CertificateSet;
import dev.polyrpc.kit.tls.Peer;
import dev.polyrpc.kit.tls.TlsIdentity;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class HttpsServersTest {
    @TempDir
    private static Path directory;

    private static Vertx vertx;

    @BeforeAll
    static void makeCertificates() throws IOException {
        CertificateSet.write(directory, Instant.now());
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void close() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void get_certificateAsked_serverSeesPeer() throws Exception {
        HttpResponse<String> answer =
                get(serve("token", ClientAuth.REQUEST), load("return").https("token"));
        assertThat(answer.body()).isEqualTo("return over TLSv1.3");
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
    }

    @Test
    void get_certificateNotAsked_isServed() throws Exception {
        HttpResponse<String> answer =
                get(serve("token", ClientAuth.NONE), load("return").https("token"));
        assertThat(answer.body()).isEqualTo("nobody over TLSv1.3");
    }

    @Test
    void get_badCertificate_isRefused() throws Exception { // TLS-2, TLS-3
        int port = serve("token", ClientAuth.REQUEST);
        for (String bad : new String[] {"bad/rogue", "bad/expired", "bad/not-yet-valid", "bad/no-client-auth"}) {
            assertThatThrownBy(() -> get(port, load(bad).https("token")))
                    .as(bad)
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void get_serverIsAnotherProcess_isRefused() throws Exception { // TLS-13
        int port = serve("gateway", ClientAuth.REQUEST);
        assertThatThrownBy(() -> get(port, load("return").https("token"))).isInstanceOf(SSLException.class);
    }

    @Test
    void get_olderTls_isRefused() throws Exception { // TLS-6
        int port = serve("token", ClientAuth.NONE);
        HttpClient client = HttpClient.newBuilder()
                .sslContext(load("return").https("token"))
                .sslParameters(new SSLParameters(null, new String[] {"TLSv1.2"}))
                .build();
        assertThatThrownBy(() -> client.send(request(port), BodyHandlers.ofString()))
                .isInstanceOf(SSLException.class);
    }

    private static int serve(String name, ClientAuth clients) throws Exception {
        HttpServer server = vertx.createHttpServer(HttpsServers.options(load(name), clients))
                .requestHandler(HttpsServersTest::answer);
        return server.listen(0, "localhost").await(10, TimeUnit.SECONDS).actualPort();
    }

    private static void answer(HttpServerRequest request) {
        String peer;
        try {
            peer = Peer.of(request.sslSession()).path();
        } catch (RuntimeException e) {
            peer = "nobody";
        }
        request.response().end(peer + " over " + request.sslSession().getProtocol());
    }

    private static HttpResponse<String> get(int port, SSLContext context) throws Exception {
        return HttpClient.newBuilder().sslContext(context).build().send(request(port), BodyHandlers.ofString());
    }

    /** The JDK's client now and then misses the alert that ends a connection, and would wait for ever. */
    private static HttpRequest request(int port) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + port))
                .timeout(Duration.ofSeconds(5))
                .build();
    }

    private static TlsIdentity load(String name) {
        return TlsIdentity.loadUnchecked(directory, name);
    }
}
