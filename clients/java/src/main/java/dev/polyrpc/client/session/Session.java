package dev.polyrpc.client.session;

import dev.polyrpc.kit.grpc.GrpcChannels;
import dev.polyrpc.kit.identity.BearerCredentials;
import dev.polyrpc.kit.identity.TokenClient;
import dev.polyrpc.kit.tls.TlsIdentity;
import dev.polyrpc.kit.tls.TlsReload;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc.ProductMgmtServiceBlockingStub;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc.ProductMgmtServiceStub;
import dev.polyrpc.proto.returns.v1.ReturnServiceGrpc;
import dev.polyrpc.proto.returns.v1.ReturnServiceGrpc.ReturnServiceBlockingStub;
import dev.polyrpc.proto.returns.v1.ReturnServiceGrpc.ReturnServiceStub;
import io.grpc.CallCredentials;
import io.grpc.Channel;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/**
 * One client (alice, bob, warehouse or auditor) at work: its certificate on each connection, its token on each call,
 * renewed ahead of its end, and a deadline on each call with one answer. What the contract calls safe is retried. A
 * service is connected to when it is first called. Safe for use by many threads.
 */
public final class Session implements AutoCloseable {
    private static final String SECRET = ".secret";
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final String name;
    private final TlsIdentity identity;
    private final TlsReload reload;
    private final GrpcChannels channels;
    private final TokenClient tokens;
    private final ServiceChannel products;
    private final ServiceChannel returns;

    private Session(String client, Endpoints endpoints, TlsIdentity identity, String secret, Duration timeout) {
        this.name = client;
        this.identity = identity;
        this.reload = identity.follow(); // a watch may outlive the certificate that it began with
        this.tokens = TokenClient.create(endpoints.tokenService(), client, identity, secret);
        this.channels = GrpcChannels.of(identity, OpenTelemetry.noop());
        this.products = new ServiceChannel(
                timeout,
                () -> channels.open(
                        endpoints.products(), "product-mgmt", ProductMgmtServiceGrpc.getServiceDescriptor()));
        this.returns = new ServiceChannel(
                timeout, () -> channels.open(endpoints.returns(), "return", ReturnServiceGrpc.getServiceDescriptor()));
    }

    /** Opens a session whose calls may take 10 s each. */
    public static Session open(Endpoints endpoints, String client) {
        return open(endpoints, client, TIMEOUT);
    }

    /** Reads the client's certificate, key and secret; each call may take as long as the time-out says. */
    public static Session open(Endpoints endpoints, String client, Duration timeout) {
        Path secret = endpoints.certificates().resolve(client + SECRET);
        if (!Files.exists(secret)) {
            throw new IllegalArgumentException(
                    "client: %s (expected: %s)".formatted(client, known(endpoints.certificates())));
        }
        TlsIdentity identity = TlsIdentity.load(endpoints.certificates(), client);
        try {
            return new Session(
                    client, endpoints, identity, Files.readString(secret).strip(), timeout);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String known(Path certificates) {
        try (Stream<Path> files = Files.list(certificates)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(SECRET))
                    .map(name -> name.substring(0, name.length() - SECRET.length()))
                    .sorted()
                    .collect(Collectors.joining(", "));
        } catch (IOException noFolder) {
            return "one that certs/make has made; there is no " + certificates;
        }
    }

    /** Whose session it is, such as alice. */
    public String name() {
        return name;
    }

    /** An access token; without scopes, with all that the client may hold. */
    public String token(String audience, Set<String> scopes) {
        return tokens.own(audience, scopes, null).toCompletableFuture().join();
    }

    /** Product management, for calls that wait for their answer. */
    public ProductMgmtServiceBlockingStub products() {
        return ProductMgmtServiceGrpc.newBlockingStub(productChannel())
                .withCallCredentials(credentials("product-mgmt"));
    }

    /** Product management, for streams; callbacks run on the event loop and may not wait. */
    public ProductMgmtServiceStub productStreams() {
        return ProductMgmtServiceGrpc.newStub(productChannel()).withCallCredentials(credentials("product-mgmt"));
    }

    /** Returns, for calls that wait for their answer. */
    public ReturnServiceBlockingStub returns() {
        return ReturnServiceGrpc.newBlockingStub(returnChannel()).withCallCredentials(credentials("return"));
    }

    /** Returns, for streams; callbacks run on the event loop and may not wait. */
    public ReturnServiceStub returnStreams() {
        return ReturnServiceGrpc.newStub(returnChannel()).withCallCredentials(credentials("return"));
    }

    /** To product management, with the client's certificate and no token. */
    public Channel productChannel() {
        return products.get();
    }

    /** To returns, with the client's certificate and no token. */
    public Channel returnChannel() {
        return returns.get();
    }

    /** The same client over Thrift: its own connections, the same certificate and tokens. Close it before the session. */
    public ThriftSession overThrift(Endpoints endpoints) {
        return ThriftSession.open(endpoints, identity, tokens);
    }

    /** For HTTPS to the gateway, and to nobody else. */
    public SSLContext gatewayTls() {
        return identity.https("gateway");
    }

    /** Ends the connections; calls under way fail. */
    @Override
    public void close() {
        products.close();
        returns.close();
        channels.close();
        reload.close();
    }

    private CallCredentials credentials(String audience) {
        return BearerCredentials.of(certificate -> tokens.own(audience, Set.of(), certificate));
    }
}
