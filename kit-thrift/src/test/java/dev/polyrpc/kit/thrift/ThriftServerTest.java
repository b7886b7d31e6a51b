package dev.polyrpc.kit.thrift;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.polyrpc.kit.call.CallPool;
import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.thrift.common.v1.CallContext;
import dev.polyrpc.thrift.common.v1.FaultCode;
import dev.polyrpc.thrift.common.v1.ServiceFault;
import dev.polyrpc.thrift.product.v1.AdjustInventoryRequest;
import dev.polyrpc.thrift.product.v1.GetProductRequest;
import dev.polyrpc.thrift.product.v1.ListProductsRequest;
import dev.polyrpc.thrift.product.v1.MoveStockRequest;
import dev.polyrpc.thrift.product.v1.ProductMgmtService;
import dev.polyrpc.thrift.returns.v1.GetReturnRequest;
import dev.polyrpc.thrift.returns.v1.ReturnService;
import java.util.Map;
import org.apache.thrift.TApplicationException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ThriftServerTest {
    private final ThriftRig rig = new ThriftRig();

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void compactAndBinary_areServedByOnePort() throws Exception {
        assertThat(name(rig.alice().compact(), "chai")).isEqualTo("chai");
        assertThat(name(rig.alice().binary(), "chai")).isEqualTo("chai");
    }

    @Test
    void connection_isUsedAgain_alsoForLargeMessages() throws Exception {
        ProductMgmtService.Client alice = rig.alice().compact();
        assertThat(name(alice, "chai")).isEqualTo("chai");
        String large = "é\uFFFD😀".repeat(100_000);
        assertThat(name(alice, large)).isEqualTo(large);
        assertThat(name(alice, "large")).hasSize(FrameBuffer.MAX_FRAME_BYTES / 2);
        assertThat(name(alice, "chai")).isEqualTo("chai");
    }

    @ParameterizedTest
    @ValueSource(strings = {"throws", "dies", "nothing", "huge", "unwritable"})
    void handlerBreaks_isInternalWithRequestIdAndNoMore(String how) throws Exception { // THR-4
        ProductMgmtService.Client alice = rig.alice().compact();
        ServiceFault fault = refused(() -> alice.getProduct(rig.context(), product(how)));
        assertThat(fault.getCode()).isEqualTo(FaultCode.INTERNAL);
        assertThat(fault.getMessage()).isEqualTo("internal error");
        assertThat(fault.getRequestId()).hasSize(36);
        assertThat(name(alice, "chai")).isEqualTo("chai");
    }

    @Test
    void handlerAnswersTwice_theFirstCounts() throws Exception {
        ProductMgmtService.Client alice = rig.alice().compact();
        assertThat(name(alice, "twice")).isEqualTo("first");
        assertThat(name(alice, "chai")).isEqualTo("chai");
    }

    @Test
    void handlerFails_isItsFaultInFewWords() {
        ServiceFault fault = refused(() -> rig.alice().binary().getProduct(rig.context(), product("fails")));
        assertThat(fault.getCode()).isEqualTo(FaultCode.FAILED_PRECONDITION);
        assertThat(fault.getReason()).isEqualTo("NOT_NOW");
        assertThat(fault.getDetails().get("field")).hasSize(64);
    }

    @Test
    void handlerFailsWithOddDetails_isAnsweredAllTheSame() throws Exception { // THR-4
        ProductMgmtService.Client alice = rig.alice().compact();
        ServiceFault fault = refused(() -> alice.getProduct(rig.context(), product("fails oddly")));
        assertThat(fault.getReason()).isEqualTo("DOWN");
        assertThat(fault.isSetRetryAfterMs()).isFalse();
        assertThat(name(alice, "chai")).isEqualTo("chai");
    }

    @Test
    void unknownMethod_isSaid_andTheConnectionGoesOn() throws Exception { // THR-1
        RawClient alice = rig.alice();
        ProductMgmtService.Client products = alice.compact();
        var returns = new ReturnService.Client(products.getInputProtocol());
        assertThatThrownBy(() -> returns.getReturn(rig.context(), new GetReturnRequest()))
                .isInstanceOfSatisfying(
                        TApplicationException.class,
                        unknown -> assertThat(unknown.getType()).isEqualTo(TApplicationException.UNKNOWN_METHOD));
        assertThat(name(products, "chai")).isEqualTo("chai");
    }

    @Test
    void argumentsLeftOut_areRefused() { // THR-5
        ProductMgmtService.Client alice = rig.alice().compact();
        assertThat(refused(() -> alice.getProduct(rig.context(), null)).getReason())
                .isEqualTo("MESSAGE_UNREADABLE");
        assertThat(refused(() -> alice.getProduct(null, product("chai"))).getReason())
                .isEqualTo("TOKEN_INVALID");
        assertThat(rig.handlers.runs).hasValue(0);
    }

    @Test
    void tokens_areRefusedAsOnEveryWire() { // TOK-1 TOK-13 TOK-21 TOK-22 TOK-23 THR-5
        String other = rig.issuer.token("alice", "return", "product:read");
        String expired = rig.issuer.token(claims -> {
            claims.put("aud", "product-mgmt.polyrpc.test");
            claims.put("iat", 1_000_000_000);
            claims.put("exp", 1_000_000_300);
        });
        String bound = rig.issuer.token(claims -> {
            claims.put("aud", "product-mgmt.polyrpc.test");
            claims.put("scope", "product:read");
            claims.put("cnf", Map.of("x5t#S256", "A".repeat(43)));
        });
        String scopeless = rig.issuer.token("alice", "product-mgmt", "returns:read");
        ProductMgmtService.Client alice = rig.alice().compact();
        assertThat(reason(alice, "")).isEqualTo("TOKEN_INVALID");
        assertThat(reason(alice, "x".repeat(5000))).isEqualTo("TOKEN_INVALID");
        assertThat(reason(alice, "Bearer " + rig.token())).isEqualTo("TOKEN_INVALID");
        assertThat(reason(alice, other)).isEqualTo("TOKEN_INVALID");
        assertThat(reason(alice, bound)).isEqualTo("TOKEN_INVALID");
        assertThat(reason(alice, expired)).isEqualTo("TOKEN_EXPIRED");
        assertThat(reason(alice, scopeless)).isEqualTo("SCOPE_MISSING");
        assertThat(rig.handlers.runs).hasValue(0);
    }

    @Test
    void peers_areRefusedAsOnEveryWire() { // TLS-10 TLS-11
        String token = rig.issuer.token("alice", "product-mgmt", "stock:quarantine", "product:read");
        CallContext context = new CallContext().setToken(token);
        ServiceFault wrongPeer = refused(() -> rig.alice().compact().moveStock(context, new MoveStockRequest()));
        assertThat(wrongPeer.getReason()).isEqualTo("PEER_NOT_ALLOWED");
        RawClient nobody = rig.client(TestCertificates.bad("two-ids"));
        ServiceFault noPeer = refused(() -> nobody.compact().getProduct(context, product("chai")));
        assertThat(noPeer.getReason()).isEqualTo("PEER_ID_INVALID");
        ServiceFault notAdmitted = refused(() -> rig.client("token").compact().getProduct(context, product("chai")));
        assertThat(notAdmitted.getReason()).isEqualTo("PEER_NOT_ALLOWED");
        assertThat(rig.handlers.runs).hasValue(0);
    }

    @Test
    void requestId_usable_isKept_elseReplaced() throws Exception {
        ProductMgmtService.Client alice = rig.alice().compact();
        assertThat(answeredRequestId(alice, "abc-1.2_3")).isEqualTo("abc-1.2_3");
        assertThat(answeredRequestId(alice, "a b")).hasSize(36);
        alice.getProduct(rig.context().setRequestId("mine"), product("chai"));
        assertThat(requireNonNull(rig.handlers.latest.get()).requestId()).isEqualTo("mine");
    }

    @Test
    void tokenSeenForTheFirstTime_runsOnPool_thenOnEventLoop() throws Exception {
        ProductMgmtService.Client alice = rig.alice().compact();
        CallContext context = rig.context();
        assertThat(alice.getProduct(context, product("thread")).getProduct().getName())
                .startsWith("thrift-call-");
        assertThat(alice.getProduct(context, product("thread")).getProduct().getName())
                .startsWith("thrift-worker");
    }

    @Test
    void blockingMethod_leavesEventLoopFree() throws Exception {
        ProductMgmtService.Client waiting = rig.alice().compact();
        waiting.sendListProducts(rig.context(), new ListProductsRequest());
        assertThat(rig.handlers.entered.await(10, SECONDS)).isTrue();
        assertThat(name(rig.alice().compact(), "chai")).isEqualTo("chai");
        rig.handlers.release.countDown();
        assertThat(waiting.recvListProducts()).isNotNull();
    }

    @Test
    void poolFull_isOverloaded_andOthersAreServed() throws Exception {
        try (ThriftRig full = new ThriftRig(settings -> settings.pool(new CallPool("thrift-call", 1, 0)))) {
            ServiceFault fault = refused(() -> full.alice().compact().getProduct(full.context(), product("chai")));
            assertThat(fault.getReason()).isEqualTo("OVERLOADED");
            assertThat(fault.getRetryAfterMs()).isEqualTo(200);
            assertThat(full.handlers.runs).hasValue(0);
            assertThat(reason(full.alice().compact(), "")).isEqualTo("TOKEN_INVALID");
            assertThat(reason(full.alice().compact(), "x".repeat(5000))).isEqualTo("TOKEN_INVALID");
            assertThat(reason(full.alice().compact(), "Bearer x")).isEqualTo("TOKEN_INVALID");
        }
    }

    @Test
    void calls_sentBeforeTheirAnswers_areAnsweredInOrder() throws Exception {
        RawClient alice = rig.alice();
        var arguments = new ProductMgmtService.getProduct_args(rig.context(), product("chai"));
        for (int i = 0; i < 500; i++) {
            alice.sendFrame(RawClient.call("getProduct", i, arguments));
        }
        for (int i = 0; i < 500; i++) {
            assertThat(RawClient.sequence(alice.frame())).isEqualTo(i);
        }
    }

    @Test
    void calls_areMeasured() throws Exception {
        name(rig.alice().compact(), "chai");
        refused(() -> rig.alice().compact().adjustInventory(rig.context(), new AdjustInventoryRequest()));
        assertThat(rig.telemetry.scrape())
                .contains("polyrpc_thrift_server_call_duration_seconds_count{code=\"OK\","
                        + "method=\"polyrpc.product.v1.ProductMgmtService/getProduct\"")
                .contains("code=\"PERMISSION_DENIED\"")
                .containsPattern("polyrpc_thrift_server_connections [1-9]");
    }

    @Test
    void methodThatIsNotThere_doesNotStart() {
        assertThatThrownBy(() -> new ThriftRig(settings -> settings.blocking("nothing")))
                .hasMessage("nothing: no such method");
    }

    private String name(ProductMgmtService.Client client, String product) throws Exception {
        return client.getProduct(rig.context(), product(product)).getProduct().getName();
    }

    private String reason(ProductMgmtService.Client client, String token) {
        return refused(() -> client.getProduct(new CallContext().setToken(token), product("chai")))
                .getReason();
    }

    private String answeredRequestId(ProductMgmtService.Client client, String given) {
        return refused(() -> client.getProduct(rig.context().setRequestId(given), product("throws")))
                .getRequestId();
    }

    static GetProductRequest product(String id) {
        return new GetProductRequest().setProductId(id);
    }

    static ServiceFault refused(ThrowingCallable call) {
        return catchThrowableOfType(ServiceFault.class, call);
    }
}
