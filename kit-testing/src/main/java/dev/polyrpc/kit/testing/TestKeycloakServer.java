package dev.polyrpc.kit.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.polyrpc.certs.Authority;
import dev.polyrpc.certs.Folder;
import dev.polyrpc.certs.Leaf;
import dev.polyrpc.certs.LeafRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The HTTPS side of {@link TestKeycloak}. */
final class TestKeycloakServer implements AutoCloseable {
    private static final String KEYS = "/realms/shop/protocol/openid-connect/certs";

    private final TestKeycloak realm;
    private final HttpsServer server;
    private final Path authority;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final AtomicInteger keyRequests = new AtomicInteger();
    private final AtomicBoolean down = new AtomicBoolean();

    private TestKeycloakServer(TestKeycloak realm, HttpsServer server, Path authority) {
        this.realm = realm;
        this.server = server;
        this.authority = authority;
    }

    static TestKeycloakServer start(TestKeycloak realm) {
        Instant now = Instant.now();
        Authority authority = Authority.create("keycloak", now);
        try {
            HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            TestKeycloakServer started = new TestKeycloakServer(realm, server, pem(authority));
            server.setHttpsConfigurator(new HttpsConfigurator(tls(
                    authority, authority.issue(LeafRequest.of("keycloak", now).serverOnly()))));
            server.setExecutor(started.threads);
            server.createContext(KEYS, started::keys);
            server.start();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    URI uri() {
        return URI.create("https://localhost:" + server.getAddress().getPort());
    }

    /** The PEM file of the authority that its certificate is signed by. */
    Path authority() {
        return authority;
    }

    int keyRequests() {
        return keyRequests.get();
    }

    void down(boolean isDown) {
        down.set(isDown);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void keys(HttpExchange exchange) throws IOException {
        keyRequests.incrementAndGet();
        byte[] body = realm.jwks().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json;charset=UTF-8");
        exchange.sendResponseHeaders(down.get() ? 503 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static Path pem(Authority authority) throws IOException {
        Path folder = Files.createTempDirectory("polyrpc-keycloak-");
        new Folder(folder).writeCertificate("ca", authority.root());
        Path file = folder.resolve("ca.pem");
        folder.toFile().deleteOnExit(); // in the reverse order: the file goes first
        file.toFile().deleteOnExit();
        return file;
    }

    private static SSLContext tls(Authority authority, Leaf leaf) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        Certificate[] chain = {leaf.certificate(), authority.root().certificate()};
        store.setKeyEntry("keycloak", leaf.key(), new char[0], chain);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}
