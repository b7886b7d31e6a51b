package dev.polyrpc.returns;

import static java.util.Objects.requireNonNull;

import dev.polyrpc.kit.identity.BearerCredentials;
import dev.polyrpc.kit.settings.Settings;
import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.kit.testing.TestIssuer;
import dev.polyrpc.kit.testing.TestPolicy;
import dev.polyrpc.proto.returns.v1.CancelReturnRequest;
import dev.polyrpc.proto.returns.v1.GetReturnRequest;
import dev.polyrpc.proto.returns.v1.InitiateReturnRequest;
import dev.polyrpc.proto.returns.v1.InspectReturnRequest;
import dev.polyrpc.proto.returns.v1.ProductReturn;
import dev.polyrpc.proto.returns.v1.ReturnReason;
import dev.polyrpc.proto.returns.v1.ReturnServiceGrpc;
import dev.polyrpc.proto.returns.v1.ReturnServiceGrpc.ReturnServiceBlockingStub;
import dev.polyrpc.proto.returns.v1.ReturnServiceGrpc.ReturnServiceFutureStub;
import dev.polyrpc.proto.returns.v1.ReturnServiceGrpc.ReturnServiceStub;
import dev.polyrpc.proto.returns.v1.ReturnState;
import dev.polyrpc.proto.returns.v1.Verdict;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** The service in its real wiring, between customers, staff and a product management that does as told. */
final class Rig implements AutoCloseable {
    /** Long enough to be answered on a busy machine, short enough to wait for in a test. */
    static final Duration SHORT = Duration.ofMillis(800);

    static final Duration LONG = Duration.ofSeconds(20);

    final TestIssuer issuer = TestIssuer.start()
            .exchanging("product-mgmt", Map.of("returns:write", "stock:quarantine", "returns:inspect", "stock:settle"));
    final FakeProductMgmt productMgmt = FakeProductMgmt.start(issuer);
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, ManagedChannel> channels = new HashMap<>();
    private final Path folder = folder();
    private String alice = "alice";
    private String product = "chai";
    private Returns service;

    Rig() {
        this(Map.of());
    }

    /** Starts the service with settings of the test's own, by their short names. */
    Rig(Map<String, String> settings) {
        environment.putAll(Map.of(
                "POLYRPC_RETURN_GRPC_PORT",
                "0",
                "POLYRPC_RETURN_ADMIN_PORT",
                "0",
                "POLYRPC_RETURN_CERTIFICATES",
                TestCertificates.directory().toString(),
                "POLYRPC_RETURN_DATABASE",
                folder.resolve("return.db").toString(),
                "POLYRPC_RETURN_TOKEN_SERVICE",
                issuer.uri().toString(),
                "POLYRPC_RETURN_ISSUER",
                issuer.issuer(),
                "POLYRPC_RETURN_PRODUCT_MGMT_ADDRESS",
                "localhost:" + productMgmt.port(),
                "POLYRPC_RETURN_SAGA_INTERVAL",
                "20ms",
                "POLYRPC_RETURN_DRAIN_TIMEOUT",
                "2s"));
        environment.put("POLYRPC_RETURN_THRIFT_PORT", "0");
        environment.put("POLYRPC_RETURN_POLICY", TestPolicy.file().toString());
        environment.put("POLYRPC_RETURN_PRODUCT_MGMT_THRIFT_ADDRESS", "localhost:" + productMgmt.thriftPort());
        environment.put("POLYRPC_RETURN_PRODUCT_WIRE", System.getProperty("polyrpc.product.wire", "grpc"));
        settings.forEach((name, value) -> environment.put(Returns.PREFIX + name, value));
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
            Returns started = Returns.start(Settings.of(Returns.PREFIX, environment));
            connect(requireNonNull(started.ports().get("grpc")));
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that the database's files hold. */
    String databaseText() throws IOException {
        StringBuilder text = new StringBuilder();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                text.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return text.toString();
    }

    /** What the service's admin port says at a path: status and text. */
    String admin(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://localhost:%d%s".formatted(service.ports().get("admin"), path));
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body();
    }

    /** The port on which the service speaks Thrift. */
    int thriftPort() {
        return requireNonNull(service.ports().get("thrift"));
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
        service.close();
        disconnect();
    }

    /** Tears down every connection to the service, with all calls on it, and connects again. */
    void reconnect() {
        disconnect();
        connect(requireNonNull(service.ports().get("grpc")));
    }

    private void disconnect() {
        channels.values().forEach(ManagedChannel::shutdownNow);
        channels.clear();
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

    ReturnServiceStub aliceStreams() {
        return streams("alice", customerToken(alice));
    }

    ReturnServiceStub warehouseStreams() {
        return streams("warehouse", staffToken());
    }

    private ReturnServiceStub streams(String leaf, BearerCredentials token) {
        return ReturnServiceGrpc.newStub(channel(leaf))
                .withCallCredentials(token)
                .withDeadlineAfter(LONG.toNanos(), TimeUnit.NANOSECONDS);
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
        return BearerCredentials.of(token);
    }

    private BearerCredentials staffToken() {
        String token = issuer.staffToken("warehouse", "return", "returns:read", "returns:inspect");
        return BearerCredentials.of(token);
    }

    /** Opens bare channels, which repeat nothing by themselves, and connects them: so no deadline is spent on that. */
    private void connect(int port) {
        for (String leaf : List.of("alice", "bob", "warehouse")) {
            ManagedChannel channel = Grpc.newChannelBuilder(
                            "localhost:" + port, TestCertificates.identity(leaf).grpcClient("return"))
                    .disableRetry()
                    .build();
            HealthCheckResponse unused = HealthGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(LONG.toNanos(), TimeUnit.NANOSECONDS)
                    .check(HealthCheckRequest.getDefaultInstance());
            channels.put(leaf, channel);
        }
    }

    private ManagedChannel channel(String leaf) {
        return requireNonNull(channels.get(leaf), leaf);
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

    /** Opens a return of alice's whose quarantine stays unknown for as long as she waits. */
    ProductReturn requested(InitiateReturnRequest request) {
        ProductReturn opened = alice(SHORT).initiateReturn(request).getProductReturn();
        if (opened.getState() != ReturnState.RETURN_STATE_REQUESTED) {
            throw new AssertionError(opened.getState());
        }
        return opened;
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
