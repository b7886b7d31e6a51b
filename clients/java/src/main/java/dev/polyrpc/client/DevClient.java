package dev.polyrpc.client;

import dev.polyrpc.kit.grpc.GrpcChannels;
import dev.polyrpc.kit.identity.BearerCredentials;
import dev.polyrpc.kit.identity.TokenClient;
import dev.polyrpc.kit.tls.TlsIdentity;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc.ProductMgmtServiceBlockingStub;
import dev.polyrpc.proto.returns.v1.ReturnServiceGrpc;
import dev.polyrpc.proto.returns.v1.ReturnServiceGrpc.ReturnServiceBlockingStub;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.ServiceDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * One of the dev clients (alice, bob, warehouse, auditor) at work: its certificate on each connection, its token on each
 * call, a deadline on all. Safe for use by many threads.
 */
public final class DevClient implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final String name;
    private final TlsIdentity identity;
    private final TokenClient tokens;
    private final ManagedChannel productMgmt;
    private final ManagedChannel returns;

    private DevClient(String name, Endpoints endpoints, TlsIdentity identity, String secret) {
        this.name = name;
        this.identity = identity;
        this.tokens = TokenClient.create(endpoints.tokenService(), name, identity, secret);
        this.productMgmt = open(endpoints.productMgmt(), "product-mgmt", ProductMgmtServiceGrpc.getServiceDescriptor());
        this.returns = open(endpoints.returns(), "return", ReturnServiceGrpc.getServiceDescriptor());
    }

    /** Reads the client's certificate, key and secret; connects when something is called. */
    public static DevClient open(Endpoints endpoints, String name) throws IOException {
        Path secret = endpoints.certificates().resolve(name + ".secret");
        if (!Files.exists(secret)) {
            throw new IOException("there is no client %s: %s is missing".formatted(name, secret));
        }
        TlsIdentity identity = TlsIdentity.load(endpoints.certificates(), name);
        return new DevClient(name, endpoints, identity, Files.readString(secret).strip());
    }

    public String name() {
        return name;
    }

    /** An access token; without scopes, with all that the client may hold. */
    public String token(String audience, Set<String> scopes) {
        return tokens.own(audience, scopes).toCompletableFuture().join();
    }

    public ProductMgmtServiceBlockingStub productMgmt() {
        return ProductMgmtServiceGrpc.newBlockingStub(productMgmtChannel())
                .withCallCredentials(BearerCredentials.of(() -> tokens.own("product-mgmt", Set.of())));
    }

    public ReturnServiceBlockingStub returns() {
        return ReturnServiceGrpc.newBlockingStub(returnChannel())
                .withCallCredentials(BearerCredentials.of(() -> tokens.own("return", Set.of())));
    }

    /** To product management, with the client's certificate and no token. */
    public Channel productMgmtChannel() {
        return ClientInterceptors.intercept(productMgmt, new DefaultDeadline(DEADLINE));
    }

    /** To returns, with the client's certificate and no token. */
    public Channel returnChannel() {
        return ClientInterceptors.intercept(returns, new DefaultDeadline(DEADLINE));
    }

    /** For HTTPS to the gateway, and to nobody else. */
    public SSLContext gatewayTls() {
        return identity.https("gateway");
    }

    @Override
    public void close() {
        productMgmt.shutdownNow();
        returns.shutdownNow();
    }

    private ManagedChannel open(String address, String expectedPeer, ServiceDescriptor service) {
        return GrpcChannels.open(address, identity.grpcClient(expectedPeer), service);
    }
}
