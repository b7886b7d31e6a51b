package dev.polyrpc.systemtest;

import dev.polyrpc.kit.grpc.GrpcChannels;
import dev.polyrpc.kit.identity.BearerCredentials;
import dev.polyrpc.kit.identity.TokenClient;
import dev.polyrpc.kit.tls.TlsIdentity;
import dev.polyrpc.kit.tls.TlsReload;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc.ProductMgmtServiceStub;
import dev.polyrpc.proto.returns.v1.ReturnServiceGrpc;
import dev.polyrpc.proto.returns.v1.ReturnServiceGrpc.ReturnServiceStub;
import io.grpc.ManagedChannel;
import io.opentelemetry.api.OpenTelemetry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A dev client that stays connected for long: what it shows and trusts follows its files. Safe for many threads. */
final class FollowingClient implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final TlsIdentity identity;
    private final TlsReload reload;
    private final GrpcChannels channels;
    private final ManagedChannel products;
    private final ManagedChannel returns;
    private final HttpClient http;
    private final URI gateway;
    private final URI tokenService;
    private final String name;
    private final String secret;
    private volatile TokenClient tokens;

    FollowingClient(Landscape landscape, String name) {
        Path certificates = landscape.certificates();
        this.name = name;
        this.identity = TlsIdentity.load(certificates, name);
        this.reload = identity.follow();
        this.secret = landscape.desk().secret(name);
        this.tokenService = URI.create("https://" + landscape.address(Built.TOKEN));
        this.tokens = newTokens();
        this.channels = GrpcChannels.of(identity, OpenTelemetry.noop());
        this.products = channels.open(
                landscape.address(Built.PRODUCT_MGMT),
                Built.PRODUCT_MGMT.label(),
                ProductMgmtServiceGrpc.getServiceDescriptor());
        this.returns = channels.open(
                landscape.address(Built.RETURN), Built.RETURN.label(), ReturnServiceGrpc.getServiceDescriptor());
        this.gateway = URI.create("https://" + landscape.address(Built.GATEWAY) + "/graphql");
        this.http = HttpClient.newBuilder()
                .sslContext(identity.https(Built.GATEWAY.label()))
                .connectTimeout(LIMIT)
                .build();
    }

    TlsIdentity identity() {
        return identity;
    }

    /** Forgets the tokens in hand, so that the next calls take such as are issued now. */
    void renewTokens() {
        tokens = newTokens();
    }

    ProductMgmtServiceStub products() {
        return ProductMgmtServiceGrpc.newStub(products)
                .withCallCredentials(credentials(Built.PRODUCT_MGMT))
                .withDeadlineAfter(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    ReturnServiceStub returns() {
        return ReturnServiceGrpc.newStub(returns)
                .withCallCredentials(credentials(Built.RETURN))
                .withDeadlineAfter(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Posts a GraphQL document, given as JSON; fails where the answer has errors. */
    CompletionStage<String> ask(String body) {
        return tokens.own(Built.GATEWAY.label(), Set.of(), null)
                .thenCompose(token -> http.sendAsync(
                        HttpRequest.newBuilder(gateway)
                                .timeout(LIMIT)
                                .header("authorization", "Bearer " + token)
                                .header("content-type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString()))
                .thenApply(response -> {
                    if (response.statusCode() != 200 || response.body().contains("\"errors\"")) {
                        throw new IllegalStateException(
                                "gateway: HTTP %d %s".formatted(response.statusCode(), response.body()));
                    }
                    return response.body();
                });
    }

    /** A token for a service, over a connection on which the certificate of that thumbprint was shown. */
    CompletionStage<String> token(Built audience, @Nullable String certificate) {
        return tokens.own(audience.label(), Set.of(), certificate);
    }

    @Override
    public void close() {
        products.shutdownNow();
        returns.shutdownNow();
        channels.close();
        reload.close();
    }

    private TokenClient newTokens() {
        return TokenClient.create(tokenService, name, identity, secret);
    }

    private BearerCredentials credentials(Built audience) {
        return BearerCredentials.of(certificate -> token(audience, certificate));
    }
}
