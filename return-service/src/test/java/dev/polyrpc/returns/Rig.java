package dev.polyrpc.returns;

import dev.polyrpc.kit.identity.BearerCredentials;
import dev.polyrpc.kit.settings.Settings;
import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.kit.testing.TestIssuer;
import dev.polyrpc.proto.returns.v1.CancelReturnRequest;
import dev.polyrpc.proto.returns.v1.GetReturnRequest;
import dev.polyrpc.proto.returns.v1.InitiateReturnRequest;
import dev.polyrpc.proto.returns.v1.InspectReturnRequest;
import dev.polyrpc.proto.returns.v1.ProductReturn;
import dev.polyrpc.proto.returns.v1.ReturnReason;
import dev.polyrpc.proto.returns.v1.ReturnServiceGrpc;
import dev.polyrpc.proto.returns.v1.ReturnServiceGrpc.ReturnServiceBlockingStub;
import dev.polyrpc.proto.returns.v1.ReturnServiceGrpc.ReturnServiceFutureStub;
import dev.polyrpc.proto.returns.v1.ReturnState;
import dev.polyrpc.proto.returns.v1.Verdict;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The service in its real wiring, between customers, staff and a product management that does as told. */
final class Rig implements AutoCloseable {
    static final Duration LONG = Duration.ofSeconds(20);

    final TestIssuer issuer = TestIssuer.start()
            .exchanging("product-mgmt", Map.of("returns:write", "stock:quarantine", "returns:inspect", "stock:settle"));
    final FakeProductMgmt productMgmt = FakeProductMgmt.start(issuer);
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, ManagedChannel> channels = new HashMap<>();
    private String alice = "alice";
    private String product = "chai";
    private Returns service;

    Rig() {
        environment.putAll(Map.of(
                "POLYRPC_RETURN_GRPC_PORT",
                "0",
                "POLYRPC_RETURN_ADMIN_PORT",
                "0",
                "POLYRPC_RETURN_CERTIFICATES",
                TestCertificates.directory().toString(),
                "POLYRPC_RETURN_DATABASE",
                folder().resolve("return.db").toString(),
                "POLYRPC_RETURN_TOKEN_SERVICE",
                issuer.uri().toString(),
                "POLYRPC_RETURN_ISSUER",
                issuer.issuer(),
                "POLYRPC_RETURN_PRODUCT_MGMT_ADDRESS",
                "localhost:" + productMgmt.port(),
                "POLYRPC_RETURN_SAGA_INTERVAL",
                "20ms",
                "POLYRPC_RETURN_DRAIN_TIMEOUT",
                "40ms"));
        service = start();
    }

    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory("returns-test");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Returns start() {
        try {
            return Returns.start(Settings.of(Returns.PREFIX, environment));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the service's admin port says at a path: status and text. */
    String admin(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://localhost:%d%s".formatted(service.ports().get("admin"), path));
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body();
    }

    /** Gives the next test a customer without returns, and a product management that does as asked. */
    void renew() {
        alice = "alice-" + id();
        product = "chai-" + id().substring(0, 8);
        productMgmt.renew(product);
    }

    /** What alice returns in this test. */
    String product() {
        return product;
    }

    /** Who alice is in this test. */
    String aliceSubject() {
        return alice;
    }

    /** Stops the service. */
    void stop() {
        channels.values().forEach(ManagedChannel::shutdownNow);
        channels.clear();
        service.close();
    }

    /** Starts the service again, on what it left behind. */
    void startAgain() {
        service = start();
    }

    @Override
    public void close() {
        stop();
        productMgmt.close();
        issuer.close();
    }

    ReturnServiceBlockingStub alice() {
        return alice(LONG);
    }

    ReturnServiceBlockingStub alice(Duration deadline) {
        return blocking("alice", customerToken(alice), deadline);
    }

    ReturnServiceBlockingStub bob() {
        return blocking("bob", customerToken("bob"), LONG);
    }

    ReturnServiceBlockingStub warehouse() {
        return warehouse(LONG);
    }

    ReturnServiceBlockingStub warehouse(Duration deadline) {
        return blocking("warehouse", staffToken(), deadline);
    }

    ReturnServiceFutureStub aliceAsync() {
        return async("alice", customerToken(alice));
    }

    ReturnServiceFutureStub warehouseAsync() {
        return async("warehouse", staffToken());
    }

    private ReturnServiceBlockingStub blocking(String leaf, BearerCredentials token, Duration deadline) {
        return ReturnServiceGrpc.newBlockingStub(channel(leaf))
                .withCallCredentials(token)
                .withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS);
    }

    private ReturnServiceFutureStub async(String leaf, BearerCredentials token) {
        return ReturnServiceGrpc.newFutureStub(channel(leaf))
                .withCallCredentials(token)
                .withDeadlineAfter(LONG.toNanos(), TimeUnit.NANOSECONDS);
    }

    private BearerCredentials customerToken(String name) {
        String token = issuer.token(name, "return", "returns:read", "returns:write");
        return BearerCredentials.of(() -> CompletableFuture.completedStage(token));
    }

    private BearerCredentials staffToken() {
        String token = issuer.staffToken("warehouse", "return", "returns:read", "returns:inspect");
        return BearerCredentials.of(() -> CompletableFuture.completedStage(token));
    }

    /** A bare channel, which repeats nothing by itself. */
    private ManagedChannel channel(String name) {
        return channels.computeIfAbsent(
                name,
                key -> Grpc.newChannelBuilder(
                                "localhost:" + service.ports().get("grpc"),
                                TestCertificates.identity(key).grpcClient("return"))
                        .disableRetry()
                        .build());
    }

    /** A good request of its own. */
    InitiateReturnRequest.Builder request(String order) {
        return InitiateReturnRequest.newBuilder()
                .setOrder(order)
                .setProductId(product)
                .setQuantity(2)
                .setReason(ReturnReason.RETURN_REASON_UNWANTED)
                .setRequestId(id());
    }

    /** Opens a return of alice's, which waits in quarantine. */
    ProductReturn quarantined(String order) throws InterruptedException {
        ProductReturn opened = alice().initiateReturn(request(order).build()).getProductReturn();
        productMgmt.call();
        return opened;
    }

    static InspectReturnRequest accept(ProductReturn opened) {
        return InspectReturnRequest.newBuilder()
                .setReturnId(opened.getReturnId())
                .setVerdict(Verdict.VERDICT_ACCEPT)
                .setNote("as new")
                .setRequestId(id())
                .build();
    }

    static CancelReturnRequest cancel(ProductReturn opened) {
        return CancelReturnRequest.newBuilder()
                .setReturnId(opened.getReturnId())
                .setRequestId(id())
                .build();
    }

    static GetReturnRequest get(ProductReturn opened) {
        return GetReturnRequest.newBuilder().setReturnId(opened.getReturnId()).build();
    }

    /** Where a return is now. */
    ReturnState state(ProductReturn opened) {
        return warehouse().getReturn(get(opened)).getProductReturn().getState();
    }

    static String id() {
        return UUID.randomUUID().toString();
    }
}
