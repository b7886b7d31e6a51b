package dev.polyrpc.product;

import dev.polyrpc.kit.grpc.GrpcChannels;
import dev.polyrpc.kit.identity.BearerCredentials;
import dev.polyrpc.kit.settings.Settings;
import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.kit.testing.TestIssuer;
import dev.polyrpc.kit.testing.TestPolicy;
import dev.polyrpc.proto.product.v1.AdjustInventoryRequest;
import dev.polyrpc.proto.product.v1.CreateProductRequest;
import dev.polyrpc.proto.product.v1.Product;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc.ProductMgmtServiceBlockingStub;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Product management as it ships, on free ports, with a token issuer of the test's own. */
public final class ProductMgmtFixture implements AutoCloseable {
    private static final long CALL_S = 20;

    private final TestIssuer issuer = TestIssuer.start();
    private final Path folder;
    private final List<ManagedChannel> channels = new ArrayList<>();
    private ProductMgmt service;

    /** Starts the service with its database in a folder. */
    public ProductMgmtFixture(Path folder) {
        this.folder = folder;
        this.service = start();
    }

    /** Stops the service and starts it again on the same database; stubs made before are of no use after. */
    public void restart() {
        closeService();
        service = start();
    }

    /** The issuer that the service believes. */
    public TestIssuer issuer() {
        return issuer;
    }

    /** The port of a purpose: grpc, thrift or admin. */
    public int port(String purpose) {
        return service.ports().getOrDefault(purpose, -1);
    }

    /** The watches that the service counts. */
    public long watches() throws IOException, InterruptedException {
        URI uri = URI.create("http://localhost:%d/metrics".formatted(port("admin")));
        String metrics = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
        return metrics.lines()
                .filter(line -> line.startsWith("polyrpc_watches"))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(-1);
    }

    /** The database file. */
    public Path database() {
        return folder.resolve("product-mgmt.db");
    }

    /** Calls as the warehouse: over its certificate, with all of its scopes. */
    public ProductMgmtServiceBlockingStub warehouse() {
        return as(
                "warehouse",
                issuer.staffToken("warehouse", "product-mgmt", "product:read", "product:write", "stock:adjust"));
    }

    /** Calls as return does on behalf of a subject, with these scopes. */
    public ProductMgmtServiceBlockingStub returning(String subject, String... scopes) {
        return as("return", issuer.token(subject, "product-mgmt", scopes));
    }

    /** Calls over a certificate, with a token. */
    public ProductMgmtServiceBlockingStub as(String certificate, String token) {
        ManagedChannel channel = GrpcChannels.open(
                "localhost:" + port("grpc"),
                TestCertificates.identity(certificate).grpcClient("product-mgmt"),
                ProductMgmtServiceGrpc.getServiceDescriptor());
        channels.add(channel);
        return ProductMgmtServiceGrpc.newBlockingStub(channel)
                .withCallCredentials(BearerCredentials.of(token))
                .withInterceptors(new DeadlineForEachCall());
    }

    /** A new product with some units on hand. */
    public Product product(String productId, int onHand) {
        ProductMgmtServiceBlockingStub warehouse = warehouse();
        warehouse.createProduct(CreateProductRequest.newBuilder()
                .setProduct(Product.newBuilder()
                        .setProductId(productId)
                        .setName("Chai")
                        .setCategory("Beverages")
                        .setQuantityPerUnit("10 boxes x 20 bags")
                        .setUnitPriceCents(1800))
                .setRequestId(newRequestId())
                .build());
        if (onHand > 0) {
            warehouse.adjustInventory(AdjustInventoryRequest.newBuilder()
                    .setProductId(productId)
                    .setChange(onHand)
                    .setRequestId(newRequestId())
                    .build());
        }
        return warehouse
                .getProduct(dev.polyrpc.proto.product.v1.GetProductRequest.newBuilder()
                        .setProductId(productId)
                        .build())
                .getProduct();
    }

    /** A request id that nobody has used. */
    public static String newRequestId() {
        return UUID.randomUUID().toString();
    }

    /** The settings that the service starts with, to be changed at will. */
    public Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("POLYRPC_PRODUCT_MGMT_GRPC_PORT", "0");
        settings.put("POLYRPC_PRODUCT_MGMT_THRIFT_PORT", "0");
        settings.put("POLYRPC_PRODUCT_MGMT_ADMIN_PORT", "0");
        settings.put(
                "POLYRPC_PRODUCT_MGMT_CERTIFICATES",
                TestCertificates.directory().toString());
        settings.put("POLYRPC_PRODUCT_MGMT_POLICY", TestPolicy.file().toString());
        settings.put("POLYRPC_PRODUCT_MGMT_DATABASE", database().toString());
        settings.put("POLYRPC_PRODUCT_MGMT_TOKEN_SERVICE", issuer.uri().toString());
        settings.put("POLYRPC_PRODUCT_MGMT_ISSUER", issuer.issuer());
        return settings;
    }

    private ProductMgmt start() {
        try {
            return ProductMgmt.start(Settings.of(ProductMgmt.PREFIX, settings()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void closeService() {
        channels.forEach(ManagedChannel::shutdownNow);
        channels.clear();
        service.close();
    }

    @Override
    public void close() {
        closeService();
        issuer.close();
    }

    /** A stub's own deadline is a moment, not a span: it would end for a stub that lives as long as its test class. */
    private static final class DeadlineForEachCall implements io.grpc.ClientInterceptor {
        @Override
        public <Q, A> io.grpc.ClientCall<Q, A> interceptCall(
                io.grpc.MethodDescriptor<Q, A> method, io.grpc.CallOptions options, io.grpc.Channel next) {
            return next.newCall(method, options.withDeadlineAfter(CALL_S, TimeUnit.SECONDS));
        }
    }
}
