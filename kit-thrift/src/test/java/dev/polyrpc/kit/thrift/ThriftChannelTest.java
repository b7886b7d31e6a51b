package dev.polyrpc.kit.thrift;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.telemetry.Telemetry;
import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.kit.tls.TlsIdentity;
import dev.polyrpc.proto.product.v1.ProductServiceProto;
import dev.polyrpc.thrift.common.v1.FaultCode;
import dev.polyrpc.thrift.common.v1.ServiceFault;
import dev.polyrpc.thrift.product.v1.GetProductRequest;
import dev.polyrpc.thrift.product.v1.GetProductResponse;
import dev.polyrpc.thrift.product.v1.ProductMgmtService.getProduct_args;
import dev.polyrpc.thrift.product.v1.ProductMgmtService.getProduct_result;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThriftChannelTest {
    static final ThriftMethod<GetProductRequest, GetProductResponse> GET_PRODUCT =
            ThriftMethod.of("getProduct", getProduct_args::new, getProduct_result::new, getProduct_result::getSuccess);

    private static final Duration TIME = Duration.ofSeconds(5);

    private final PlainServer server = PlainServer.start(TestCertificates.identity("product-mgmt"));
    private final Telemetry telemetry = Telemetry.start("test");
    private final ThriftChannels channels = ThriftChannels.of(TestCertificates.identity("return"), telemetry.meter());
    private final ThriftChannel channel = open(server.address());

    @AfterEach
    void stop() {
        channel.close();
        channels.close();
        server.close();
        telemetry.close();
    }

    @ParameterizedTest
    @EnumSource
    void call_isAnswered_inEitherProtocol(FrameProtocol protocol) throws Exception {
        try (ThriftChannel other = channels.open(server.address(), "product-mgmt", contract(), protocol, 2)) {
            assertThat(id(get(other, "tea"))).isEqualTo("tea");
        }
    }

    @Test
    void call_bearsTokenTimeAndName() throws Exception {
        CompletableFuture<getProduct_args> seen = new CompletableFuture<>();
        server.handler = (call, answer) -> {
            seen.complete(call);
            answer.setSuccess(PlainServer.product(call.getRequest()));
        };
        channel.call(
                        GET_PRODUCT,
                        request("tea"),
                        ThriftCallOptions.of(TIME, "a-token").named("name-1"))
                .get(5, SECONDS);
        assertThat(seen.join().getContext().getToken()).isEqualTo("a-token");
        assertThat(seen.join().getContext().getRequestId()).isEqualTo("name-1");
        assertThat(seen.join().getContext().getTimeLeftMs()).isBetween(1, 5_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"expired", "rogue", "other-domain", "two-ids"})
    void serverWithBadCertificate_isUnavailableAndSeesNoToken(String name) { // TLS-13
        assertNotTrusted(TestCertificates.bad(name));
    }

    @Test
    void serverOfAnotherName_isUnavailableAndSeesNoToken() { // TLS-13
        assertNotTrusted(TestCertificates.identity("gateway"));
    }

    @Test
    void fault_isTheFailureThatItSays_andNotRetried() {
        server.fault(
                new ServiceFault()
                        .setCode(FaultCode.FAILED_PRECONDITION)
                        .setReason("STOCK_OUT_OF_RANGE")
                        .setMessage("stock: -1 (expected: 0 or more)")
                        .setDetails(Map.of("stock", "-1")),
                1);
        Failure failure = failure(get(channel, "tea"));
        assertThat(failure.kind()).isEqualTo(Kind.STATE);
        assertThat(failure.reason()).isEqualTo("STOCK_OUT_OF_RANGE");
        assertThat(failure).hasMessage("stock: -1 (expected: 0 or more)");
        assertThat(failure.details()).containsExactly(Map.entry("stock", "-1"));
        assertThat(server.calls).hasValue(1);
    }

    @Test
    void unavailable_isRetried_asTheContractAllows() throws Exception { // THR-9
        server.fault(unavailable(), 2);
        assertThat(id(get(channel, "tea"))).isEqualTo("tea");
        assertThat(server.calls).hasValue(3);
    }

    @Test
    void backendThatOnlyFails_isSoonCalledOnceForEachCall() { // THR-9
        server.fault(unavailable(), Integer.MAX_VALUE);
        for (int call = 0; call < 100; call++) {
            assertThat(failure(get(channel, "tea")).kind()).isEqualTo(Kind.UNAVAILABLE);
        }
        assertThat(server.calls.get()).isLessThanOrEqualTo(110);
    }

    @Test
    void backendThatDropsEachSecondCall_isNotCalledTwiceForEach() throws Exception { // THR-9
        AtomicInteger latest = new AtomicInteger();
        server.handler = (call, answer) -> {
            if (latest.getAndSet(server.accepted.get()) == server.accepted.get()) {
                throw new IOException("the second of its connection");
            }
            answer.setSuccess(PlainServer.product(call.getRequest()));
        };
        int answered = 0;
        try (ThriftChannel few =
                channels.open(server.address(), "product-mgmt", contract(), FrameProtocol.COMPACT, 4)) {
            for (int call = 0; call < 200; call++) {
                CompletableFuture<GetProductResponse> answer = get(few, "tea");
                answered += catchThrowable(() -> answer.get(10, SECONDS)) == null ? 1 : 0;
            }
        }
        assertThat(answered).isGreaterThanOrEqualTo(90);
        assertThat(server.calls.get()).isLessThanOrEqualTo(240);
    }

    @Test
    void lateAnswer_isNotTakenForTheNextCalls() throws Exception { // THR-10
        CountDownLatch until = new CountDownLatch(1);
        server.hold(until);
        Failure late = failure(
                channel.call(GET_PRODUCT, request("late"), ThriftCallOptions.of(Duration.ofMillis(200), "token")));
        assertThat(late.kind()).isEqualTo(Kind.DEADLINE);
        until.countDown();
        assertThat(id(get(channel, "tea"))).isEqualTo("tea");
        assertThat(server.accepted).hasValue(2);
    }

    @Test
    void timeThatIsOver_isRefusedAtHome() {
        assertThat(failure(channel.call(GET_PRODUCT, request("tea"), ThriftCallOptions.of(Duration.ZERO, "token")))
                        .kind())
                .isEqualTo(Kind.DEADLINE);
        assertThat(server.calls).hasValue(0);
    }

    @Test
    void tokenThatDoesNotCome_endsTheCallInTime_andLeavesTheConnectionGood() throws Exception {
        Failure late = failure(channel.call(
                GET_PRODUCT,
                request("late"),
                ThriftCallOptions.of(Duration.ofMillis(200), certificate -> new CompletableFuture<>())));
        assertThat(late.kind()).isEqualTo(Kind.DEADLINE);
        assertThat(id(get(channel, "tea"))).isEqualTo("tea");
        assertThat(server.accepted).hasValue(1);
    }

    @Test
    void tokenThatIsRefused_isTheCallsFailure() throws Exception {
        Failure refused = new Failure(Kind.DENIED, "SCOPE_MISSING", "the access token does not allow this");
        assertThat(failure(channel.call(
                        GET_PRODUCT,
                        request("tea"),
                        ThriftCallOptions.of(TIME, certificate -> CompletableFuture.failedStage(refused)))))
                .isSameAs(refused);
        assertThat(id(get(channel, "tea"))).isEqualTo("tea");
        assertThat(server.accepted).hasValue(1);
    }

    @Test
    void connectionsThatTheServerClosed_failNoCall() throws Exception { // THR-9
        for (int round = 0; round < 20; round++) {
            assertThat(id(get(channel, "tea"))).isEqualTo("tea");
            server.hangUp();
        }
    }

    @Test
    void connectionLostWithTheAnswer_isTriedAgain_asTheContractAllows() throws Exception { // THR-9
        AtomicInteger left = new AtomicInteger(1);
        server.handler = (call, answer) -> {
            if (left.getAndDecrement() > 0) {
                throw new IOException("hangs up");
            }
            answer.setSuccess(PlainServer.product(call.getRequest()));
        };
        assertThat(id(get(channel, "tea"))).isEqualTo("tea");
        assertThat(server.calls).hasValue(2);
    }

    @Test
    void emptyAnswer_isInternal() { // THR-10
        server.handler = (call, answer) -> {};
        assertThat(failure(get(channel, "tea")).kind()).isEqualTo(Kind.INTERNAL);
    }

    @Test
    void serverThatComesBack_isFoundWithoutACall() throws Exception { // THR-9
        await(channel::ready, true);
        server.close();
        await(channel::ready, false);
        assertThat(failure(get(channel, "tea")).kind()).isEqualTo(Kind.UNAVAILABLE);
        try (PlainServer second = PlainServer.start(TestCertificates.identity("product-mgmt"), server.port())) {
            await(channel::ready, true);
            assertThat(id(get(channel, "tea"))).isEqualTo("tea");
            assertThat(second.calls).hasValue(1);
        }
    }

    @Test
    void manyCallsAtOnce_areServedOverABoundedNumberOfConnections() throws Exception { // THR-11
        CountDownLatch until = new CountDownLatch(1);
        server.hold(until);
        List<CompletableFuture<GetProductResponse>> calls = IntStream.range(0, 500)
                .mapToObj(number -> get(channel, "p" + number))
                .toList();
        await(() -> server.calls.get() == 64, true);
        until.countDown();
        for (int number = 0; number < calls.size(); number++) {
            assertThat(id(calls.get(number))).isEqualTo("p" + number);
        }
        assertThat(server.accepted).hasValue(64);
    }

    @Test
    void callsBeyondWhatMayWait_areRefusedAtOnce() throws Exception { // THR-11
        CountDownLatch until = new CountDownLatch(1);
        server.hold(until);
        List<CompletableFuture<GetProductResponse>> calls = IntStream.range(0, 1_500)
                .mapToObj(number -> get(channel, "tea"))
                .toList();
        await(() -> calls.stream().filter(CompletableFuture::isDone).count() >= 400, true);
        until.countDown();
        long refused = calls.stream()
                .map(call -> catchThrowable(call::join))
                .filter(thrown -> thrown != null
                        && thrown.getCause() instanceof Failure failure
                        && failure.reason().equals("OVERLOADED"))
                .count();
        assertThat(refused).isBetween(400L, 500L);
    }

    @Test
    void callThatNobodyWaitsFor_isForgotten() throws Exception {
        CountDownLatch until = new CountDownLatch(1);
        server.hold(until);
        CompletableFuture<GetProductResponse> call = get(channel, "tea");
        await(() -> server.calls.get() == 1, true);
        call.cancel(false);
        until.countDown();
        assertThat(id(get(channel, "coffee"))).isEqualTo("coffee");
        assertThat(server.accepted).hasValue(2);
        assertThat(telemetry.scrape())
                .containsPattern("polyrpc_thrift_client_call_duration_seconds_count\\{code=\"CANCELLED\"[^}]*} 1\n")
                .containsPattern("polyrpc_thrift_client_call_duration_seconds_count\\{code=\"OK\"[^}]*} 1\n");
    }

    @Test
    void closing_letsCallsEnd_andTakesNoMore() throws Exception {
        CountDownLatch until = new CountDownLatch(1);
        server.hold(until);
        CompletableFuture<GetProductResponse> call = get(channel, "tea");
        await(() -> server.calls.get() == 1, true);
        CompletableFuture<Void> closing = CompletableFuture.runAsync(channel::close);
        await(channel::ready, false);
        assertThat(failure(get(channel, "tea")).kind()).isEqualTo(Kind.UNAVAILABLE);
        until.countDown();
        assertThat(id(call)).isEqualTo("tea");
        closing.get(5, SECONDS);
        await(() -> server.connections() == 0, true);
    }

    static void await(java.util.function.BooleanSupplier condition, boolean wanted) throws TimeoutException {
        await(Duration.ofSeconds(10), condition, wanted);
    }

    static void await(Duration most, java.util.function.BooleanSupplier condition, boolean wanted)
            throws TimeoutException {
        long end = System.nanoTime() + most.toNanos();
        while (condition.getAsBoolean() != wanted) {
            if (System.nanoTime() > end) {
                throw new TimeoutException("not " + wanted);
            }
            Thread.onSpinWait();
        }
    }

    static com.google.protobuf.Descriptors.ServiceDescriptor contract() {
        return ProductServiceProto.getDescriptor().findServiceByName("ProductMgmtService");
    }

    private ThriftChannel open(String address) {
        return channels.open(address, "product-mgmt", contract());
    }

    private void assertNotTrusted(TlsIdentity serverIdentity) {
        AtomicInteger tokens = new AtomicInteger();
        try (PlainServer impostor = PlainServer.start(serverIdentity);
                ThriftChannel toImpostor = open(impostor.address())) {
            Failure failure =
                    failure(toImpostor.call(GET_PRODUCT, request("tea"), ThriftCallOptions.of(TIME, certificate -> {
                        tokens.incrementAndGet();
                        return CompletableFuture.completedStage("token");
                    })));
            assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(tokens).hasValue(0);
            assertThat(impostor.calls).hasValue(0);
        }
    }

    static CompletableFuture<GetProductResponse> get(ThriftChannel channel, String id) {
        return channel.call(GET_PRODUCT, request(id), ThriftCallOptions.of(TIME, "token"));
    }

    static String id(CompletableFuture<GetProductResponse> answer) throws Exception {
        return answer.get(10, SECONDS).getProduct().getProductId();
    }

    static Failure failure(CompletableFuture<?> answer) {
        Throwable thrown = catchThrowable(() -> answer.get(10, SECONDS));
        assertThat(thrown).isInstanceOf(ExecutionException.class).cause().isInstanceOf(Failure.class);
        return (Failure) requireNonNull(thrown.getCause());
    }

    private static ServiceFault unavailable() {
        return new ServiceFault().setCode(FaultCode.UNAVAILABLE).setReason("SERVER_DRAINING");
    }

    private static GetProductRequest request(String id) {
        return new GetProductRequest().setProductId(id);
    }
}
