package dev.polyrpc.kit.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.polyrpc.kit.tls.TlsIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/** The HTTPS side of {@link TestIssuer}. */
final class TestIssuerServer implements AutoCloseable {
    private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";

    private final TestIssuer issuer;
    private final HttpsServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final AtomicInteger keyRequests = new AtomicInteger();

    private TestIssuerServer(TestIssuer issuer, HttpsServer server) {
        this.issuer = issuer;
        this.server = server;
    }

    static TestIssuerServer start(TestIssuer issuer, String leaf) {
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            HttpsServer server = HttpsServer.create(address, 0);
            TestIssuerServer started = new TestIssuerServer(issuer, server);
            server.setHttpsConfigurator(tls(TestCertificates.identity(leaf)));
            server.setExecutor(started.threads);
            server.createContext("/.well-known/jwks.json", started::keys);
            server.createContext("/oauth2/token", started::token);
            server.start();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI uri() {
        return URI.create("https://localhost:" + server.getAddress().getPort());
    }

    int keyRequests() {
        return keyRequests.get();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void keys(HttpExchange exchange) throws IOException {
        keyRequests.incrementAndGet();
        answer(exchange, 200, issuer.jwks());
    }

    private void token(HttpExchange exchange) throws IOException {
        if (issuer.isDown()) {
            answer(exchange, 503, "{}");
            return;
        }
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> form = form(body);
        String client = form.getOrDefault("client_id", "");
        String audience = form.getOrDefault("audience", "");
        String scope = form.getOrDefault("scope", "");
        Optional<String> token = EXCHANGE.equals(form.get("grant_type"))
                ? issuer.exchanged(client, form.getOrDefault("subject_token", ".."), audience)
                : Optional.of(issuer.granted(client, audience, scope.isEmpty() ? new String[0] : scope.split(" ", -1)));
        answer(
                exchange,
                token.isPresent() ? 200 : 400,
                token.map("{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":300}"::formatted)
                        .orElse("{\"error\":\"invalid_scope\"}"));
    }

    private void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(issuer.isDown() ? 503 : status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static Map<String, String> form(String body) {
        Map<String, String> form = new HashMap<>();
        for (String parameter : body.split("&", -1)) {
            int equals = parameter.indexOf('=');
            form.put(
                    parameter.substring(0, Math.max(equals, 0)),
                    URLDecoder.decode(parameter.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return form;
    }

    private static HttpsConfigurator tls(TlsIdentity identity) {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(new KeyManager[] {identity.keyManager()}, new TrustManager[] {identity.clientTrust()}, null);
            return new HttpsConfigurator(context) {
                @Override
                public void configure(HttpsParameters parameters) {
                    SSLParameters asking = context.getDefaultSSLParameters();
                    asking.setWantClientAuth(true);
                    parameters.setSSLParameters(asking);
                }
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
