package dev.polyrpc.kit.grpc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.kit.call.Guard;
import dev.polyrpc.kit.identity.BearerCredentials;
import dev.polyrpc.kit.identity.TokenVerifier;
import dev.polyrpc.kit.identity.VerifierConfig;
import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.kit.testing.TestIssuer;
import dev.polyrpc.kit.testing.TestPolicy;
import dev.polyrpc.proto.product.v1.ImportProductsRequest;
import dev.polyrpc.proto.product.v1.ImportProductsResponse;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.ReconcileInventoryRequest;
import dev.polyrpc.proto.product.v1.ReconcileInventoryResponse;
import dev.polyrpc.proto.product.v1.WatchInventoryRequest;
import dev.polyrpc.proto.product.v1.WatchInventoryResponse;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;

/** A server with {@link StreamHandlers} over mutual TLS, and clients of it. */
final class StreamRig implements AutoCloseable {
    final StreamHandlers handlers = new StreamHandlers();
    final GrpcServer server;
    private final TestIssuer issuer = TestIssuer.start();
    private final TokenVerifier verifier =
            TokenVerifier.create(new VerifierConfig(issuer.issuer(), "product-mgmt.polyrpc.test"), issuer.keys());
    private final List<ManagedChannel> channels = new ArrayList<>();

    StreamRig() {
        this(UnaryOperator.identity());
    }

    /** A server that leaves the end of a stream unread for so long. */
    StreamRig(Duration unread) {
        this(builder -> builder.unreadLimit(unread));
    }

    /** A server made as the test says. */
    StreamRig(UnaryOperator<GrpcServerBuilder> limits) {
        try {
            server = limits.apply(GrpcServer.builder(
                                    0,
                                    Guard.of(
                                            TestCertificates.identity("product-mgmt"),
                                            TestPolicy.of("product-mgmt"),
                                            verifier))
                            .add(handlers))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ManualCall<ReconcileInventoryRequest, ReconcileInventoryResponse> reconcile() {
        return call(ProductMgmtServiceGrpc.getReconcileInventoryMethod(), goodToken());
    }

    ManualCall<ImportProductsRequest, ImportProductsResponse> importing() {
        return call(ProductMgmtServiceGrpc.getImportProductsMethod(), goodToken());
    }

    ManualCall<WatchInventoryRequest, WatchInventoryResponse> watch() {
        return watch(goodToken());
    }

    ManualCall<WatchInventoryRequest, WatchInventoryResponse> watch(String token) {
        return call(ProductMgmtServiceGrpc.getWatchInventoryMethod(), token)
                .send(WatchInventoryRequest.getDefaultInstance())
                .halfClose();
    }

    ManualCall<WatchInventoryRequest, WatchInventoryResponse> watchOver(int port) {
        return call(port, ProductMgmtServiceGrpc.getWatchInventoryMethod(), goodToken())
                .send(WatchInventoryRequest.getDefaultInstance())
                .halfClose();
    }

    ManualCall<ImportProductsRequest, ImportProductsResponse> importingOver(int port) {
        return call(port, ProductMgmtServiceGrpc.getImportProductsMethod(), goodToken());
    }

    /** A call over a channel of its own. */
    <Q, A> ManualCall<Q, A> call(MethodDescriptor<Q, A> method, String token) {
        return call(server.port(), method, token);
    }

    private <Q, A> ManualCall<Q, A> call(int port, MethodDescriptor<Q, A> method, String token) {
        return ManualCall.start(channel(port)
                .newCall(
                        method,
                        CallOptions.DEFAULT
                                .withDeadlineAfter(60, SECONDS)
                                .withCallCredentials(BearerCredentials.of(token))));
    }

    private ManagedChannel channel(int port) {
        ManagedChannel channel = GrpcChannels.open(
                "localhost:" + port, TestCertificates.identity("alice").grpcClient("product-mgmt"));
        channels.add(channel);
        return channel;
    }

    String goodToken() {
        return goodToken("alice");
    }

    String goodToken(String subject) {
        return issuer.token(subject, "product-mgmt", "product:read", "product:write", "stock:adjust");
    }

    /** A token that ends in so many seconds. */
    String tokenFor(long seconds) {
        return issuer.token(claims -> {
            long now = System.currentTimeMillis() / 1000;
            claims.put("aud", "product-mgmt.polyrpc.test");
            claims.put("scope", "product:read product:write stock:adjust");
            claims.put("iat", now - 60);
            claims.put("exp", now + seconds);
        });
    }

    static ReconcileInventoryRequest count(long item) {
        return ReconcileInventoryRequest.newBuilder().setItem(item).build();
    }

    static ImportProductsRequest product(long item) {
        return ImportProductsRequest.newBuilder().setItem(item).build();
    }

    void awaitNoOpenCalls() {
        await(() -> server.openCalls() == 0 && server.unreadStreams() == 0);
    }

    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    /** Waits until a figure has stayed the same for half a second. */
    static int settled(IntSupplier figure) {
        int last = figure.getAsInt();
        long since = System.nanoTime();
        while (System.nanoTime() - since < SECONDS.toNanos(1) / 2) {
            Thread.onSpinWait();
            if (figure.getAsInt() != last) {
                last = figure.getAsInt();
                since = System.nanoTime();
            }
        }
        return last;
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
        server.close();
        verifier.close();
        issuer.close();
    }
}
