package dev.polyrpc.kit.thrift;

import static dev.polyrpc.kit.thrift.ThriftChannelTest.GET_PRODUCT;
import static dev.polyrpc.kit.thrift.ThriftChannelTest.await;
import static dev.polyrpc.kit.thrift.ThriftChannelTest.contract;
import static dev.polyrpc.kit.thrift.ThriftChannelTest.failure;
import static dev.polyrpc.kit.thrift.ThriftChannelTest.get;
import static dev.polyrpc.kit.thrift.ThriftChannelTest.id;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.thrift.product.v1.BatchGetProductsRequest;
import dev.polyrpc.thrift.product.v1.BatchGetProductsResponse;
import dev.polyrpc.thrift.product.v1.GetProductRequest;
import dev.polyrpc.thrift.product.v1.GetProductResponse;
import dev.polyrpc.thrift.product.v1.ProductMgmtService.batchGetProducts_args;
import dev.polyrpc.thrift.product.v1.ProductMgmtService.batchGetProducts_result;
import dev.polyrpc.thrift.product.v1.ProductMgmtService.getProduct_args;
import dev.polyrpc.thrift.product.v1.ProductMgmtService.getProduct_result;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.thrift.TApplicationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ChannelFailureTest {
    private static final Duration TIME = Duration.ofSeconds(5);
    private static final int MOST = 4;

    private final Logger log = (Logger) LoggerFactory.getLogger("dev.polyrpc.kit.thrift");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final PlainServer server = PlainServer.start(TestCertificates.identity("product-mgmt"));
    private final ThriftChannels channels = ThriftChannels.of(
            TestCertificates.identity("return"), OpenTelemetry.noop().getMeter("test"));
    private final ThriftChannel channel = open(server);

    @BeforeEach
    void listen() {
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void stop() {
        log.detachAppender(lines);
        channel.close();
        channels.close();
        server.close();
    }

    @Test
    void connectionLostWhileTheTokenComes_isReplaced() throws Exception { // THR-16
        CompletableFuture<String> token = new CompletableFuture<>();
        CompletableFuture<Void> asked = new CompletableFuture<>();
        CompletableFuture<GetProductResponse> call =
                channel.call(GET_PRODUCT, request("tea"), ThriftCallOptions.of(TIME, certificate -> {
                    asked.complete(null);
                    return token;
                }));
        asked.join();
        server.hangUp();
        await(() -> server.accepted.get() > 1, true);
        token.complete("token");
        assertThat(id(call)).isEqualTo("tea");
    }

    @Test
    void tokensThatDoNotCome_holdUpNoOtherCall() throws Exception { // THR-16
        List<CompletableFuture<GetProductResponse>> stuck = IntStream.range(0, 2 * MOST)
                .mapToObj(number -> channel.call(
                        GET_PRODUCT,
                        request("late"),
                        ThriftCallOptions.of(TIME, certificate -> new CompletableFuture<>())))
                .toList();
        assertThat(id(get(channel, "tea"))).isEqualTo("tea");
        assertThat(stuck).noneMatch(CompletableFuture::isDone);
        assertThat(server.calls).hasValue(1);
    }

    @Test
    void requestThatCannotBeWritten_failsAtOnce_andLeavesTheConnectionGood() throws Exception { // THR-17
        ThriftMethod<BatchGetProductsRequest, BatchGetProductsResponse> batch = ThriftMethod.of(
                "batchGetProducts",
                batchGetProducts_args::new,
                batchGetProducts_result::new,
                batchGetProducts_result::getSuccess);
        BatchGetProductsRequest bad = new BatchGetProductsRequest().setProductIds(Collections.singletonList(null));
        assertInternal(channel.call(batch, bad, ThriftCallOptions.of(TIME, "token")), "batchGetProducts");
        assertStillGood();
    }

    @Test
    @SuppressWarnings("NullAway") // the caller's mistake
    void tokensThatAnswerNothing_failTheCallAtOnce() throws Exception { // THR-17
        assertInternal(
                channel.call(GET_PRODUCT, request("tea"), ThriftCallOptions.of(TIME, certificate -> null)),
                "getProduct");
        assertStillGood();
    }

    @Test
    void answerThatCannotBeRead_failsTheCallAtOnce() throws Exception { // THR-17
        ThriftMethod<GetProductRequest, GetProductResponse> method =
                ThriftMethod.of("getProduct", getProduct_args::new, getProduct_result::new, result -> {
                    throw new IllegalStateException("a reader of ours");
                });
        assertInternal(channel.call(method, request("tea"), ThriftCallOptions.of(TIME, "token")), "getProduct");
        assertThat(id(get(channel, "tea"))).isEqualTo("tea");
    }

    @Test
    void methodThatTheServerDoesNotKnow_isTold_andLeavesTheConnectionGood() throws Exception { // THR-17
        server.handler = (call, answer) -> {
            throw new TApplicationException(TApplicationException.UNKNOWN_METHOD, "unknown method");
        };
        assertInternal(get(channel, "tea"), "unknown method");
        server.hold(new CountDownLatch(0));
        assertStillGood();
    }

    @Test
    void serverThatIsNotTrusted_isToldWithTheCause() throws Exception { // THR-17
        try (PlainServer impostor = PlainServer.start(TestCertificates.identity("gateway"));
                ThriftChannel toImpostor = open(impostor)) {
            assertThat(failure(get(toImpostor, "tea")).kind()).isEqualTo(Kind.UNAVAILABLE);
            await(() -> impostor.accepted.get() > 1, true);
            assertThat(warnings(impostor.address())).hasSize(1);
        }
    }

    @Test
    void closing_endsCallsThatTakeLonger() throws Exception { // THR-17
        server.hold(new CountDownLatch(1));
        CompletableFuture<GetProductResponse> call =
                channel.call(GET_PRODUCT, request("tea"), ThriftCallOptions.of(Duration.ofSeconds(9), "token"));
        awaitCalls(1);
        channel.close();
        assertThat(failure(call).kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void frozenServer_isFoundByTheFirstCallThatWaitsInVain() throws Exception { // THR-18
        openAll();
        CountDownLatch thaw = new CountDownLatch(1);
        server.freeze(thaw);
        Failure late = failure(
                channel.call(GET_PRODUCT, request("late"), ThriftCallOptions.of(Duration.ofMillis(1_500), "token")));
        assertThat(late.kind()).isEqualTo(Kind.DEADLINE);
        await(channel::ready, false);
        thaw.countDown();
        assertThat(id(get(channel, "tea"))).isEqualTo("tea");
        assertThat(channel.ready()).isTrue();
    }

    @Test
    void frozenServer_isFoundWithoutACall() throws Exception { // THR-18
        assertThat(id(get(channel, "tea"))).isEqualTo("tea");
        CountDownLatch thaw = new CountDownLatch(1);
        server.freeze(thaw);
        await(Duration.ofSeconds(21), channel::ready, false);
        thaw.countDown();
        await(channel::ready, true);
    }

    @Test
    void callThatMeetsThreeClosingConnections_isAnswered() throws Exception { // THR-9
        openAll();
        closeOnNext(3);
        assertThat(id(get(channel, "tea"))).isEqualTo("tea");
        assertThat(server.calls).hasValue(MOST + 4);
    }

    @Test
    void callThatClosesEachConnection_isSentSixTimesAtMost() throws Exception { // THR-9
        openAll();
        closeOnNext(Integer.MAX_VALUE);
        assertThat(failure(get(channel, "tea")).kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(server.calls).hasValue(MOST + 6); // three attempts, and three times more besides
    }

    /** Has as many connections open as there may be, each of which has brought an answer. */
    private void openAll() throws Exception {
        CountDownLatch together = new CountDownLatch(1);
        server.hold(together);
        List<CompletableFuture<GetProductResponse>> calls =
                IntStream.range(0, MOST).mapToObj(number -> get(channel, "tea")).toList();
        awaitCalls(MOST);
        together.countDown();
        for (CompletableFuture<GetProductResponse> call : calls) {
            assertThat(id(call)).isEqualTo("tea");
        }
    }

    /** Has the server close the connection on which a call comes, so many times. */
    private void closeOnNext(int times) {
        AtomicInteger left = new AtomicInteger(times);
        server.handler = (call, answer) -> {
            if (left.getAndDecrement() > 0) {
                throw new IOException("hangs up");
            }
            answer.setSuccess(PlainServer.product(call.getRequest()));
        };
    }

    private ThriftChannel open(PlainServer to) {
        return channels.open(to.address(), "product-mgmt", contract(), FrameProtocol.COMPACT, MOST);
    }

    private void awaitCalls(int number) throws Exception {
        await(() -> server.calls.get() == number, true);
    }

    /** It fails as nobody expected, long before its time is over, and one line says why. */
    private void assertInternal(CompletableFuture<?> call, String told) {
        assertThat(failure(call).kind()).isEqualTo(Kind.INTERNAL);
        assertThat(warnings(told)).hasSize(1);
    }

    private void assertStillGood() throws Exception {
        assertThat(id(get(channel, "tea"))).isEqualTo("tea");
        assertThat(server.accepted).hasValue(1);
    }

    private List<ILoggingEvent> warnings(String about) {
        return List.copyOf(lines.list).stream()
                .filter(line -> line.getLevel() == Level.WARN && line.getThrowableProxy() != null)
                .filter(line ->
                        (line.getKeyValuePairs() + line.getThrowableProxy().getMessage()).contains(about))
                .toList();
    }

    private static GetProductRequest request(String id) {
        return new GetProductRequest().setProductId(id);
    }
}
