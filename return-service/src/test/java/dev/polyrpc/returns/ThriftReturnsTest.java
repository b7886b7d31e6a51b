package dev.polyrpc.returns;

import static dev.polyrpc.returns.ThriftCaller.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.thrift.returns.v1.BatchGetReturnsRequest;
import dev.polyrpc.thrift.returns.v1.BatchGetReturnsResponse;
import dev.polyrpc.thrift.returns.v1.BatchListReturnsRequest;
import dev.polyrpc.thrift.returns.v1.CancelReturnRequest;
import dev.polyrpc.thrift.returns.v1.GetReturnRequest;
import dev.polyrpc.thrift.returns.v1.InitiateReturnRequest;
import dev.polyrpc.thrift.returns.v1.InspectReturnRequest;
import dev.polyrpc.thrift.returns.v1.InspectReturnsAnswer;
import dev.polyrpc.thrift.returns.v1.InspectReturnsItem;
import dev.polyrpc.thrift.returns.v1.InspectReturnsRequest;
import dev.polyrpc.thrift.returns.v1.ListReturnsRequest;
import dev.polyrpc.thrift.returns.v1.ProductReturn;
import dev.polyrpc.thrift.returns.v1.ReturnEvent;
import dev.polyrpc.thrift.returns.v1.ReturnReason;
import dev.polyrpc.thrift.returns.v1.ReturnState;
import dev.polyrpc.thrift.returns.v1.ReturnStateChange;
import dev.polyrpc.thrift.returns.v1.SubmitReturnsItem;
import dev.polyrpc.thrift.returns.v1.SubmitReturnsRequest;
import dev.polyrpc.thrift.returns.v1.SubmitReturnsResponse;
import dev.polyrpc.thrift.returns.v1.Verdict;
import dev.polyrpc.thrift.returns.v1.WatchReturnsRequest;
import dev.polyrpc.thrift.returns.v1.WatchReturnsResponse;
import java.util.List;
import org.apache.thrift.TException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The story over a Thrift socket of the service as it ships, and what refuses it. */
final class ThriftReturnsTest {
    private static Rig rig;

    private ThriftCaller alice;
    private ThriftCaller warehouse;

    @BeforeAll
    static void start() {
        rig = new Rig();
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @BeforeEach
    void connect() throws Exception {
        rig.renew();
        alice = ThriftCaller.customer(rig, "alice", rig.aliceSubject());
        warehouse = ThriftCaller.warehouse(rig);
    }

    @AfterEach
    void disconnect() throws Exception {
        alice.close();
        warehouse.close();
    }

    @Test
    void aReturn_openedAndAccepted_isRestocked_andTheCustomerSeesEachStep() throws TException {
        long before = poll(alice, null).getNextAfter();

        ProductReturn opened = open("A-1");
        ProductReturn accepted = warehouse
                .calls()
                .inspectReturn(warehouse.context(), verdict(opened, Verdict.VERDICT_ACCEPT))
                .getProductReturn();

        assertThat(opened.getState()).isEqualTo(ReturnState.RETURN_STATE_QUARANTINED);
        assertThat(opened.getCustomer()).isEqualTo(rig.aliceSubject());
        assertThat(accepted.getState()).isEqualTo(ReturnState.RETURN_STATE_RESTOCKED);
        assertThat(accepted.getHistory())
                .extracting(ReturnStateChange::getState)
                .containsExactly(
                        ReturnState.RETURN_STATE_REQUESTED,
                        ReturnState.RETURN_STATE_QUARANTINED,
                        ReturnState.RETURN_STATE_RESTOCKING,
                        ReturnState.RETURN_STATE_RESTOCKED);
        assertThat(read(alice, opened)).isEqualTo(accepted);
        assertThat(poll(alice, before).getEvents())
                .extracting(ReturnEvent::getProductReturn)
                .extracting(ProductReturn::getState)
                .containsExactly(
                        ReturnState.RETURN_STATE_REQUESTED,
                        ReturnState.RETURN_STATE_QUARANTINED,
                        ReturnState.RETURN_STATE_RESTOCKING,
                        ReturnState.RETURN_STATE_RESTOCKED);
    }

    @Test
    void aReturn_ofSomebodyElse_isNotFound() throws Exception {
        ProductReturn opened = open("A-1");
        try (ThriftCaller bob = ThriftCaller.customer(rig, "bob", "bob")) {
            long before = poll(bob, null).getNextAfter();
            BatchGetReturnsResponse batch = bob.calls()
                    .batchGetReturns(bob.context(), new BatchGetReturnsRequest(List.of(opened.getReturnId())));

            assertThat(refusal(() -> read(bob, opened))).isEqualTo("NOT_FOUND RETURN_NOT_FOUND");
            assertThat(refusal(() -> bob.calls().cancelReturn(bob.context(), cancel(opened))))
                    .isEqualTo("NOT_FOUND RETURN_NOT_FOUND");
            assertThat(batch.getMissingReturnIds()).containsExactly(opened.getReturnId());
            open("A-2");
            assertThat(poll(bob, before).getEvents()).isEmpty();
        }
    }

    @Test
    void initiateReturn_sameRequestAgain_hasOneEffect() throws TException { // DOM-4 DOM-5
        InitiateReturnRequest request = request("A-1");

        ProductReturn first =
                alice.calls().initiateReturn(alice.context(), request).getProductReturn();

        assertThat(alice.calls().initiateReturn(alice.context(), request).getProductReturn())
                .isEqualTo(first);
        assertThat(refusal(() -> open("A-1"))).isEqualTo("FAILED_PRECONDITION ALREADY_RETURNED");
    }

    @Test
    void initiateReturn_badRequest_isInvalid() throws TException { // DOM-1
        assertThat(refusal(() -> alice.calls()
                        .initiateReturn(alice.context(), request("A-1").setQuantity(0))))
                .isEqualTo("INVALID_ARGUMENT QUANTITY_OUT_OF_RANGE");
        assertThat(refusal(() -> alice.calls()
                        .initiateReturn(
                                alice.context(), request("A-1").setReason(ReturnReason.RETURN_REASON_UNSPECIFIED))))
                .isEqualTo("INVALID_ARGUMENT ENUM_VALUE_UNKNOWN");
        assertThat(refusal(() -> alice.calls()
                        .inspectReturn(
                                alice.context(),
                                new InspectReturnRequest().setReturnId(Rig.id()).setRequestId(Rig.id()))))
                .isEqualTo("PERMISSION_DENIED SCOPE_MISSING");
    }

    @Test
    void cancelReturn_ofAQuarantinedOne_withdrawsIt() throws TException { // DOM-11
        ProductReturn opened = open("A-1");

        ProductReturn withdrawn =
                alice.calls().cancelReturn(alice.context(), cancel(opened)).getProductReturn();

        assertThat(withdrawn.getState()).isEqualTo(ReturnState.RETURN_STATE_WITHDRAWN);
        assertThat(refusal(() ->
                        warehouse.calls().inspectReturn(warehouse.context(), verdict(opened, Verdict.VERDICT_REJECT))))
                .isEqualTo("FAILED_PRECONDITION RETURN_STATE");
    }

    @Test
    void lists_goByPage_andByProduct() throws TException {
        ProductReturn first = open("A-1");
        ProductReturn second = open("A-2");

        var page = alice.calls().listReturns(alice.context(), new ListReturnsRequest().setPageSize(1));
        var next = alice.calls()
                .listReturns(
                        alice.context(), new ListReturnsRequest().setPageSize(1).setPageToken(page.getNextPageToken()));
        var products = alice.calls()
                .batchListReturns(alice.context(), new BatchListReturnsRequest(List.of(rig.product()), 5))
                .getProducts();

        assertThat(page.getProductReturns()).containsExactly(second);
        assertThat(next.getProductReturns()).containsExactly(first);
        assertThat(products.get(0).getProductReturns()).containsExactly(second, first);
        assertThat(refusal(() -> warehouse
                        .calls()
                        .listReturns(
                                warehouse.context(), new ListReturnsRequest().setPageToken(page.getNextPageToken()))))
                .isEqualTo("INVALID_ARGUMENT PAGE_TOKEN_INVALID");
    }

    @Test
    void listsOfItems_badOnes_areNamed_andTheOthersGoOn() throws TException { // THR-12
        SubmitReturnsResponse summary = alice.calls()
                .submitReturns(
                        alice.context(),
                        new SubmitReturnsRequest(List.of(
                                new SubmitReturnsItem(3).setProductReturn(request("A-1")),
                                new SubmitReturnsItem(4)
                                        .setProductReturn(request("A-2").setQuantity(-1)),
                                new SubmitReturnsItem(5))));
        ProductReturn opened = open("A-3");

        List<InspectReturnsAnswer> answers = warehouse
                .calls()
                .inspectReturns(
                        warehouse.context(),
                        new InspectReturnsRequest(List.of(
                                new InspectReturnsItem(1).setInspection(verdict(opened, Verdict.VERDICT_REJECT)),
                                new InspectReturnsItem(2).setInspection(verdict(opened, Verdict.VERDICT_UNSPECIFIED)))))
                .getAnswers();

        assertThat(summary.getOpenedCount()).isEqualTo(1);
        assertThat(summary.getRefusals())
                .extracting(refused -> refused.getItem() + " " + refused.getReason())
                .containsExactly("4 QUANTITY_OUT_OF_RANGE", "5 ENUM_VALUE_UNKNOWN");
        assertThat(answers.get(0).getOutcome().getProductReturn().getState())
                .isEqualTo(ReturnState.RETURN_STATE_WRITTEN_OFF);
        assertThat(answers.get(1).getOutcome().getRefusal().getReason()).isEqualTo("ENUM_VALUE_UNKNOWN");
        assertThat(refusal(() -> alice.calls().submitReturns(alice.context(), new SubmitReturnsRequest())))
                .isEqualTo("INVALID_ARGUMENT BATCH_SIZE_OUT_OF_RANGE");
    }

    private ProductReturn open(String order) throws TException {
        return alice.calls().initiateReturn(alice.context(), request(order)).getProductReturn();
    }

    private static InitiateReturnRequest request(String order) {
        return new InitiateReturnRequest(order, rig.product(), 2, ReturnReason.RETURN_REASON_UNWANTED, Rig.id());
    }

    private static InspectReturnRequest verdict(ProductReturn opened, Verdict verdict) {
        return new InspectReturnRequest(opened.getReturnId(), verdict, "looked at", Rig.id());
    }

    private static CancelReturnRequest cancel(ProductReturn opened) {
        return new CancelReturnRequest(opened.getReturnId(), Rig.id());
    }

    private static ProductReturn read(ThriftCaller caller, ProductReturn opened) throws TException {
        return caller.calls()
                .getReturn(caller.context(), new GetReturnRequest(opened.getReturnId()))
                .getProductReturn();
    }

    private static WatchReturnsResponse poll(ThriftCaller caller, @Nullable Long after) throws TException {
        WatchReturnsRequest request = new WatchReturnsRequest();
        return caller.calls().watchReturns(caller.context(), after == null ? request : request.setAfter(after));
    }
}
