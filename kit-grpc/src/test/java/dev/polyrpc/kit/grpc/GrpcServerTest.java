package dev.polyrpc.kit.grpc;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.protobuf.Empty;
import com.google.rpc.RequestInfo;
import dev.polyrpc.kit.call.Guard;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.identity.BearerCredentials;
import dev.polyrpc.kit.identity.TokenVerifier;
import dev.polyrpc.kit.identity.VerifierConfig;
import dev.polyrpc.kit.settings.Profile;
import dev.polyrpc.kit.telemetry.AccessLog;
import dev.polyrpc.kit.telemetry.Telemetry;
import dev.polyrpc.kit.testing.RecordedAnswers;
import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.kit.testing.TestIssuer;
import dev.polyrpc.kit.testing.TestPolicy;
import dev.polyrpc.proto.product.v1.GetProductRequest;
import dev.polyrpc.proto.product.v1.ImportProductsRequest;
import dev.polyrpc.proto.product.v1.ImportProductsResponse;
import dev.polyrpc.proto.product.v1.ListProductsRequest;
import dev.polyrpc.proto.product.v1.ListProductsResponse;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc.ProductMgmtServiceBlockingStub;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.protobuf.StatusProto;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

class GrpcServerTest {
    private static final Metadata.Key<String> REQUEST_ID = RequestIdInterceptor.HEADER;

    private final TestIssuer issuer = TestIssuer.start();
    private final TokenVerifier verifier =
            TokenVerifier.create(new VerifierConfig(issuer.issuer(), "product-mgmt.polyrpc.test"), issuer.keys());
    private final Handlers handlers = new Handlers();
    private final List<ManagedChannel> channels = new ArrayList<>();
    private GrpcServer server;

    @BeforeEach
    void start() throws IOException {
        server = builder().start();
    }

    @AfterEach
    void stop() {
        handlers.release.countDown();
        channels.forEach(ManagedChannel::shutdownNow);
        server.close();
        verifier.close();
        issuer.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"throws", "dies"})
    void unaryHandlerThrows_isInternalWithRequestIdAndNoMore(String how) throws Exception { // RPC-12
        StatusRuntimeException refusal = refused(() -> products().getProduct(product(how)));
        assertThat(refusal).hasMessage("INTERNAL: internal error");
        assertThat(StatusProto.fromThrowable(refusal).toString()).doesNotContain("SELECT");
        assertThat(requestIdOf(refusal)).hasSize(36);
    }

    @Test
    void streamingHandlerThrows_isInternalAndSeesNoFurtherMessage() throws Exception { // RPC-12
        RecordedAnswers<ImportProductsResponse> answers = new RecordedAnswers<>();
        StreamObserver<ImportProductsRequest> items = ProductMgmtServiceGrpc.newStub(channel())
                .withCallCredentials(token())
                .withDeadlineAfter(5, SECONDS)
                .importProducts(answers);
        items.onNext(ImportProductsRequest.getDefaultInstance());
        items.onNext(ImportProductsRequest.getDefaultInstance());
        items.onCompleted();
        assertThat(answers.failure()).hasMessage("INTERNAL: internal error");
        assertThat(handlers.runs).hasValue(1);
    }

    @Test
    void streamingCallWithoutToken_isRefusedAndNotRun() throws Exception { // TOK-1
        RecordedAnswers<ImportProductsResponse> answers = new RecordedAnswers<>();
        StreamObserver<ImportProductsRequest> items = ProductMgmtServiceGrpc.newStub(channel())
                .withDeadlineAfter(5, SECONDS)
                .importProducts(answers);
        items.onNext(ImportProductsRequest.getDefaultInstance());
        items.onCompleted();
        assertThat(Statuses.failure(requireNonNull(answers.failure())).reason()).isEqualTo("TOKEN_INVALID");
        assertThat(handlers.runs).hasValue(0);
    }

    @Test
    void eachCall_isLoggedOnceWithWhoAndHow() {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        Logger access = (Logger) LoggerFactory.getLogger("access");
        access.addAppender(lines);
        lines.start();
        refused(() -> products().withOption(GrpcChannels.REQUEST_ID, "log-1").getProduct(product("fails")));
        await(() -> !lines.list.isEmpty()); // it is written once the answer is on its way
        access.detachAppender(lines);
        assertThat(lines.list)
                .singleElement()
                .satisfies(line -> assertThat(line.getKeyValuePairs())
                        .extracting(KeyValuePair::toString)
                        .contains(
                                "requestId=\"log-1\"",
                                "method=\"polyrpc.product.v1.ProductMgmtService/GetProduct\"",
                                "peer=\"alice\"",
                                "subject=\"alice\"",
                                "code=\"FAILED_PRECONDITION\"")
                        .anyMatch(pair -> pair.startsWith("ms=")));
    }

    @Test
    void eachCall_isMeasuredByMethodAndStatus() throws IOException {
        server.close();
        try (Telemetry telemetry = Telemetry.start("test")) {
            server = builder(guard().measuredBy(telemetry)).start();
            refused(() -> products().getProduct(product("fails")));
            await(() -> telemetry.scrape().contains("grpc_server_call_duration_seconds_count"));
            assertThat(telemetry.scrape())
                    .containsPattern("grpc_server_call_duration_seconds_count\\{.*"
                            + "grpc_method=\"polyrpc.product.v1.ProductMgmtService/GetProduct\".*"
                            + "grpc_status=\"FAILED_PRECONDITION\".*\\} 1");
        }
    }

    @Test
    void handlerGivesFailureToOnError_isThatFailure() {
        Failure failure = Statuses.failure(refused(() -> products().getProduct(product("fails"))));
        assertThat(failure.reason()).isEqualTo("NOT_NOW");
    }

    @Test
    void handlerNeverAnswers_noNearerDeadline_endsAtTheLimitAndCancelsDownstream() throws Exception { // RPC-10
        server.close();
        server = builder(guard().timeouts(Duration.ofSeconds(1), Duration.ofSeconds(10)))
                .start();
        ProductMgmtServiceBlockingStub products = products();
        products.getProduct(product("good")); // connected, and the token known: what is left is the handler's time
        long start = System.nanoTime();
        StatusRuntimeException refusal = refused(() -> products.getProduct(product("silent")));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(1500));
        assertThat(refusal).hasMessage("DEADLINE_EXCEEDED: no answer within 1000 ms, the limit");
        assertThat(handlers.cancelled.get(5, SECONDS)).isNotNull();
    }

    @Test
    void handlerNeverAnswers_nearerDeadline_endsByIt() throws Exception {
        ProductMgmtServiceBlockingStub products = products();
        products.getProduct(product("good")); // connected, and the token known: what is left is the handler's time
        StatusRuntimeException refusal =
                refused(() -> products.withDeadlineAfter(Duration.ofMillis(500)).getProduct(product("silent")));
        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        assertThat(handlers.cancelled.get(5, SECONDS)).isNotNull();
    }

    @Test
    void tokenSeenForTheFirstTime_runsOnPool_thenOnEventLoop() {
        BearerCredentials token = token();
        assertThat(threadOf(token)).startsWith("grpc-call-");
        assertThat(threadOf(token)).startsWith("grpc-worker");
    }

    @Test
    void blockingMethod_leavesEventLoopFree() throws Exception {
        RecordedAnswers<ListProductsResponse> answers = new RecordedAnswers<>();
        ProductMgmtServiceGrpc.newStub(channel())
                .withCallCredentials(token())
                .withDeadlineAfter(5, SECONDS)
                .listProducts(ListProductsRequest.getDefaultInstance(), answers);
        assertThat(handlers.entered.await(5, SECONDS)).isTrue();
        assertThat(products().getProduct(product("good")).getProduct().getProductId())
                .isEqualTo("alice");
        handlers.release.countDown();
    }

    @Test
    void requestId_usable_isKept_elseReplaced() {
        assertThat(answeredRequestId("abc-1.2_3")).isEqualTo("abc-1.2_3");
        assertThat(answeredRequestId("a b")).hasSize(36);
        assertThat(answeredRequestId("x".repeat(65))).hasSize(36);
    }

    @Test
    void close_letsCallsEnd_andTakesNoNewOnes() throws Exception {
        RecordedAnswers<ListProductsResponse> answers = new RecordedAnswers<>();
        ProductMgmtServiceGrpc.newStub(channel())
                .withCallCredentials(token())
                .withDeadlineAfter(5, SECONDS)
                .listProducts(ListProductsRequest.getDefaultInstance(), answers);
        assertThat(handlers.entered.await(5, SECONDS)).isTrue();
        CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
        await(() -> catchThrowableOfType(StatusRuntimeException.class, () -> health(channel())) != null);
        assertThat(closing).isNotDone();
        handlers.release.countDown();
        assertThat(answers.failure()).isNull();
        closing.get(5, SECONDS);
    }

    @Test
    void reflection_isThere_butNotInProduction() throws Exception {
        assertThat(reflection()).isNull();
        server.close();
        server = builder().profile(Profile.PRODUCTION).start();
        assertThat(reflection()).hasMessageStartingWith("UNIMPLEMENTED");
    }

    @Test
    void methodWithoutPolicy_doesNotStart() {
        MethodDescriptor<Empty, Empty> method = MethodDescriptor.<Empty, Empty>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName("a.B/C")
                .setRequestMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
                .setResponseMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
                .build();
        ServerServiceDefinition service = ServerServiceDefinition.builder("a.B")
                .addMethod(method, (call, headers) -> null)
                .build();
        assertThatThrownBy(
                        () -> GrpcServer.builder(0, guard()).add(() -> service).start())
                .hasMessageStartingWith("a.B/C: no scope");
    }

    @Test
    void clientWithoutDeadline_isRefusedAtHome() {
        assertThatThrownBy(
                        () -> ProductMgmtServiceGrpc.newBlockingStub(channel()).getProduct(product("good")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("without a deadline");
    }

    private GrpcServerBuilder builder() {
        return builder(guard());
    }

    private GrpcServerBuilder builder(Guard guard) {
        return GrpcServer.builder(0, guard).add(handlers).blocking(ProductMgmtServiceGrpc.getListProductsMethod());
    }

    private Guard guard() {
        return Guard.of(TestCertificates.identity("product-mgmt"), TestPolicy.of("product-mgmt"), verifier)
                .accessLog(AccessLog.of(AccessLog.Mode.ALL));
    }

    private ManagedChannel channel() {
        ManagedChannel channel = GrpcChannels.open(
                "localhost:" + server.port(), TestCertificates.identity("alice").grpcClient("product-mgmt"));
        channels.add(channel);
        return channel;
    }

    private BearerCredentials token() {
        String token = issuer.token("alice", "product-mgmt", "product:read", "product:write");
        return BearerCredentials.of(token);
    }

    private ProductMgmtServiceBlockingStub products() {
        return ProductMgmtServiceGrpc.newBlockingStub(channel())
                .withCallCredentials(token())
                .withDeadlineAfter(5, SECONDS);
    }

    private static GetProductRequest product(String id) {
        return GetProductRequest.newBuilder().setProductId(id).build();
    }

    private static StatusRuntimeException refused(ThrowingCallable call) {
        return catchThrowableOfType(StatusRuntimeException.class, call);
    }

    private String threadOf(BearerCredentials token) {
        return products()
                .withCallCredentials(token)
                .getProduct(product("good"))
                .getProduct()
                .getName();
    }

    private @Nullable String answeredRequestId(String given) {
        Metadata headers = new Metadata();
        headers.put(REQUEST_ID, given);
        AtomicReference<Metadata> answered = new AtomicReference<>();
        products()
                .withInterceptors(
                        MetadataUtils.newAttachHeadersInterceptor(headers),
                        MetadataUtils.newCaptureMetadataInterceptor(answered, new AtomicReference<>()))
                .getProduct(product("good"));
        return requireNonNull(answered.get()).get(REQUEST_ID);
    }

    private static HealthCheckResponse health(ManagedChannel channel) {
        return HealthGrpc.newBlockingStub(channel)
                .withDeadlineAfter(5, SECONDS)
                .check(HealthCheckRequest.getDefaultInstance());
    }

    private @Nullable Throwable reflection() throws InterruptedException {
        RecordedAnswers<ServerReflectionResponse> answers = new RecordedAnswers<>();
        ServerReflectionGrpc.newStub(channel())
                .withDeadlineAfter(5, SECONDS)
                .serverReflectionInfo(answers)
                .onCompleted();
        return answers.failure();
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + SECONDS.toNanos(5);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static String requestIdOf(StatusRuntimeException refusal) throws Exception {
        return StatusProto.fromThrowable(refusal)
                .getDetailsList()
                .get(1)
                .unpack(RequestInfo.class)
                .getRequestId();
    }
}
