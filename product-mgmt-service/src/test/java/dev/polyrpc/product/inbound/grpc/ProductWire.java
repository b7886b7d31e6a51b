package dev.polyrpc.product.inbound.grpc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.certs.Authority;
import dev.polyrpc.kit.grpc.GrpcChannels;
import dev.polyrpc.kit.settings.Settings;
import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.kit.testing.TestIssuer;
import dev.polyrpc.kit.testing.TestPolicy;
import dev.polyrpc.kit.tls.TlsIdentity;
import dev.polyrpc.product.ProductMgmt;
import dev.polyrpc.proto.product.v1.AdjustInventoryRequest;
import dev.polyrpc.proto.product.v1.CreateProductRequest;
import dev.polyrpc.proto.product.v1.GetProductRequest;
import dev.polyrpc.proto.product.v1.Product;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc.ProductMgmtServiceBlockingStub;
import dev.polyrpc.proto.product.v1.Stock;
import io.grpc.ChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;

/** The service as it is shipped, on a free port, with one product; and what a refusal of its must leave as it was. */
final class ProductWire implements AutoCloseable {
    static final String PRODUCT = "chai";
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    final TestIssuer issuer = TestIssuer.start();
    private final List<ManagedChannel> channels = new CopyOnWriteArrayList<>();
    private final Path directory;
    private final ProductMgmt service;
    private final ManagedChannel standing;

    private ProductWire(Path directory) throws IOException {
        this.directory = directory;
        addAuthority();
        service = ProductMgmt.start(Settings.of(
                "POLYRPC_PRODUCT_MGMT_",
                Map.of(
                        "POLYRPC_PRODUCT_MGMT_GRPC_PORT", "0",
                        "POLYRPC_PRODUCT_MGMT_ADMIN_PORT", "0",
                        "POLYRPC_PRODUCT_MGMT_CERTIFICATES", directory.toString(),
                        "POLYRPC_PRODUCT_MGMT_POLICY", TestPolicy.file().toString(),
                        "POLYRPC_PRODUCT_MGMT_DATABASE",
                                directory.resolve("product.db").toString(),
                        "POLYRPC_PRODUCT_MGMT_TOKEN_SERVICE", issuer.uri().toString(),
                        "POLYRPC_PRODUCT_MGMT_ISSUER", issuer.issuer())));
        standing = channel(TestCertificates.identity("warehouse").grpcClient("product-mgmt"));
        good().createProduct(CreateProductRequest.newBuilder()
                .setProduct(Product.newBuilder().setProductId(PRODUCT).setName("Chai"))
                .setRequestId(UUID.randomUUID().toString())
                .build());
    }

    static ProductWire start(Path directory) throws IOException {
        return new ProductWire(directory);
    }

    int port() {
        return service.ports().getOrDefault("grpc", 0);
    }

    /** What may do everything that a person may. */
    String goodToken() {
        return issuer.staffToken("warehouse", "product-mgmt", "product:read", "product:write", "stock:adjust");
    }

    /** Somebody with every right, on a fresh connection. */
    ProductMgmtServiceBlockingStub good() {
        return products(TestCertificates.identity("warehouse"), goodToken());
    }

    /** On a fresh connection. */
    ProductMgmtServiceBlockingStub products(TlsIdentity client, String token) {
        return authorized(client.grpcClient("product-mgmt"), "Bearer " + token);
    }

    /** On a fresh connection, with these authorization values as they are. */
    ProductMgmtServiceBlockingStub authorized(ChannelCredentials client, String... authorizations) {
        return authorized(channel(client), authorizations);
    }

    private static ProductMgmtServiceBlockingStub authorized(ManagedChannel channel, String... authorizations) {
        Metadata headers = new Metadata();
        for (String authorization : authorizations) {
            headers.put(AUTHORIZATION, authorization);
        }
        return ProductMgmtServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(10, SECONDS)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    ManagedChannel channel(ChannelCredentials client) {
        ManagedChannel channel = GrpcChannels.open("localhost:" + port(), client);
        channels.add(channel);
        return channel;
    }

    /** A change by one, good in itself. */
    static AdjustInventoryRequest change() {
        return AdjustInventoryRequest.newBuilder()
                .setProductId(PRODUCT)
                .setChange(1)
                .setRequestId(UUID.randomUUID().toString())
                .build();
    }

    /**
     * Makes an attempt that must change nothing, then a good change on a fresh connection: that one is served, and is
     * the only one that took effect.
     */
    <T> T refused(Callable<T> attempt) {
        Stock before = stock();
        T refusal;
        try {
            refusal = attempt.call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        Stock after = good().adjustInventory(change()).getEvent().getStock();
        assertThat(after.getStockVersion()).isEqualTo(before.getStockVersion() + 1);
        assertThat(after.getOnHand()).isEqualTo(before.getOnHand() + 1);
        return refusal;
    }

    private Stock stock() {
        return authorized(standing, "Bearer " + goodToken())
                .getProduct(GetProductRequest.newBuilder().setProductId(PRODUCT).build())
                .getProduct()
                .getStock();
    }

    /** An authority's certificate and key, which the service trusts to issue leaves. */
    TlsIdentity authority() {
        return TlsIdentity.loadUnchecked(directory, "authority");
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
        service.close();
        issuer.close();
    }

    /** The test set's own authority keeps no key, so the service trusts one more here. */
    private void addAuthority() throws IOException {
        var root = Authority.create("polyrpc.test", Instant.now()).root();
        try {
            String certificate = pem("CERTIFICATE", root.certificate().getEncoded());
            Path good = TestCertificates.directory();
            Files.writeString(directory.resolve("ca.pem"), Files.readString(good.resolve("ca.pem")) + certificate);
            Files.writeString(directory.resolve("authority.pem"), certificate);
            Files.writeString(
                    directory.resolve("authority-key.pem"),
                    pem("PRIVATE KEY", root.key().getEncoded()));
            for (String file : List.of("product-mgmt.pem", "product-mgmt-key.pem")) {
                Files.copy(good.resolve(file), directory.resolve(file));
            }
        } catch (CertificateEncodingException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    private static String pem(String type, byte[] der) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(type, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der), type);
    }
}
