package dev.polyrpc.returns;

import static dev.polyrpc.returns.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.ListenableFuture;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.proto.product.v1.Movement;
import dev.polyrpc.proto.returns.v1.CancelReturnRequest;
import dev.polyrpc.proto.returns.v1.CancelReturnResponse;
import dev.polyrpc.proto.returns.v1.InspectReturnRequest;
import dev.polyrpc.proto.returns.v1.InspectReturnResponse;
import dev.polyrpc.proto.returns.v1.ProductReturn;
import dev.polyrpc.proto.returns.v1.ReturnState;
import dev.polyrpc.proto.returns.v1.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Inspections and cancellations. */
final class DecisionTest {
    private static Rig rig;

    @BeforeAll
    static void start() {
        rig = new Rig();
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    @BeforeEach
    void renew() {
        rig.renew();
    }

    @Test
    void inspectReturn_accepted_isRestocked() throws Exception {
        ProductReturn opened = rig.quarantined("A-1");

        ProductReturn inspected =
                rig.warehouse().inspectReturn(Rig.accept(opened)).getProductReturn();

        assertThat(inspected.getState()).isEqualTo(ReturnState.RETURN_STATE_RESTOCKED);
        assertThat(inspected.getHistory(2).getState()).isEqualTo(ReturnState.RETURN_STATE_RESTOCKING);
        assertThat(inspected.getHistory(2).getNote()).isEqualTo("as new");
        assertThat(inspected.getHistory(2).getInitiatedBy()).isEqualTo("warehouse");
        FakeProductMgmt.Call call = rig.productMgmt.call();
        assertThat(call.request().getMovementId()).isEqualTo("returns/%s:restock", opened.getReturnId());
        assertThat(call.request().getMovement()).isEqualTo(Movement.MOVEMENT_RESTOCK);
        assertThat(call.caller().subject()).isEqualTo("warehouse");
        assertThat(call.caller().scopes()).containsExactly("stock:settle");
    }

    @Test
    void inspectReturn_rejected_isWrittenOff() throws Exception {
        ProductReturn opened = rig.quarantined("A-1");
        InspectReturnRequest reject = Rig.accept(opened).toBuilder()
                .setVerdict(Verdict.VERDICT_REJECT)
                .build();

        ProductReturn inspected = rig.warehouse().inspectReturn(reject).getProductReturn();

        assertThat(inspected.getState()).isEqualTo(ReturnState.RETURN_STATE_WRITTEN_OFF);
        assertThat(rig.productMgmt.call().request().getMovementId())
                .isEqualTo("returns/%s:write-off", opened.getReturnId());
    }

    @Test
    void cancelReturn_quarantined_isWithdrawn() throws Exception {
        ProductReturn opened = rig.quarantined("A-1");

        ProductReturn cancelled = rig.alice().cancelReturn(Rig.cancel(opened)).getProductReturn();

        assertThat(cancelled.getState()).isEqualTo(ReturnState.RETURN_STATE_WITHDRAWN);
        FakeProductMgmt.Call call = rig.productMgmt.call();
        assertThat(call.request().getMovementId()).isEqualTo("returns/%s:withdraw", opened.getReturnId());
        assertThat(call.caller().subject()).isEqualTo(rig.aliceSubject());
    }

    @Test
    void decisions_afterTheFirst_areRefused() throws Exception {
        ProductReturn opened = rig.quarantined("A-1");
        rig.alice().cancelReturn(Rig.cancel(opened));

        assertThat(refusal(() -> rig.alice().cancelReturn(Rig.cancel(opened)))).isEqualTo("STATE RETURN_STATE");
        assertThat(refusal(() -> rig.warehouse().inspectReturn(Rig.accept(opened))))
                .isEqualTo("STATE RETURN_STATE");
    }

    @RepeatedTest(20)
    void inspectAndCancel_atOnce_oneWinsTheOtherIsRefused() throws Exception { // DOM-11
        ProductReturn opened = rig.quarantined("A-1");

        ListenableFuture<InspectReturnResponse> inspected = rig.warehouseAsync().inspectReturn(Rig.accept(opened));
        ListenableFuture<CancelReturnResponse> cancelled = rig.aliceAsync().cancelReturn(Rig.cancel(opened));

        List<String> refusals = new ArrayList<>();
        outcome(inspected, refusals);
        outcome(cancelled, refusals);
        assertThat(refusals).containsExactly("STATE RETURN_STATE");
        rig.productMgmt.call();
        assertThat(rig.productMgmt.calls()).isEmpty();
        assertThat(rig.state(opened)).isIn(ReturnState.RETURN_STATE_RESTOCKED, ReturnState.RETURN_STATE_WITHDRAWN);
    }

    @Test
    void cancelReturn_quarantineUnknown_isUnavailableAndUndoesNothing() throws Exception {
        rig.productMgmt.always(FakeProductMgmt.Manner.HANG);
        ProductReturn opened = rig.requested(rig.request("A-1").build());
        CancelReturnRequest cancel = Rig.cancel(opened);

        assertThat(refusal(() -> rig.alice(Rig.SHORT).cancelReturn(cancel)))
                .isEqualTo("UNAVAILABLE QUARANTINE_UNKNOWN");

        assertThat(rig.state(opened)).isEqualTo(ReturnState.RETURN_STATE_REQUESTED);
        rig.productMgmt.always(null);
        assertThat(rig.alice().cancelReturn(cancel).getProductReturn().getState())
                .isEqualTo(ReturnState.RETURN_STATE_WITHDRAWN);
    }

    @Test
    void cancelReturn_requested_waitsForQuarantine() throws Exception {
        rig.productMgmt.next(FakeProductMgmt.Manner.HANG);
        ProductReturn opened = rig.requested(rig.request("A-1").build());

        ProductReturn cancelled = rig.alice().cancelReturn(Rig.cancel(opened)).getProductReturn();

        assertThat(cancelled.getHistoryList())
                .extracting(change -> change.getState())
                .containsExactly(
                        ReturnState.RETURN_STATE_REQUESTED,
                        ReturnState.RETURN_STATE_QUARANTINED,
                        ReturnState.RETURN_STATE_WITHDRAWING,
                        ReturnState.RETURN_STATE_WITHDRAWN);
    }

    @Test
    void cancelReturn_thenRefusedQuarantine_isRefused() {
        rig.productMgmt.next(
                FakeProductMgmt.Manner.HANG, new Failure(Kind.NOT_FOUND, "PRODUCT_NOT_FOUND", "no such product"));
        ProductReturn opened = rig.requested(rig.request("A-1").build());

        assertThat(refusal(() -> rig.alice().cancelReturn(Rig.cancel(opened)))).isEqualTo("STATE RETURN_STATE");

        assertThat(rig.state(opened)).isEqualTo(ReturnState.RETURN_STATE_REFUSED);
    }

    @Test
    void inspectReturn_requested_isRefused() {
        rig.productMgmt.always(FakeProductMgmt.Manner.HANG);
        ProductReturn opened = rig.requested(rig.request("A-1").build());

        assertThat(refusal(() -> rig.warehouse().inspectReturn(Rig.accept(opened))))
                .isEqualTo("STATE RETURN_STATE");
    }

    @Test
    void decisions_ofAnotherCustomersOrNoReturn_areNotFound() throws Exception { // DOM-3
        ProductReturn opened = rig.quarantined("A-1");
        ProductReturn none = opened.toBuilder().setReturnId(Rig.id()).build();

        assertThat(refusal(() -> rig.bob().cancelReturn(Rig.cancel(opened)))).isEqualTo("NOT_FOUND RETURN_NOT_FOUND");
        assertThat(refusal(() -> rig.alice().cancelReturn(Rig.cancel(none)))).isEqualTo("NOT_FOUND RETURN_NOT_FOUND");
        assertThat(refusal(() -> rig.warehouse().inspectReturn(Rig.accept(none))))
                .isEqualTo("NOT_FOUND RETURN_NOT_FOUND");
    }

    @Test
    void decisions_wrongScope_areDenied() throws Exception {
        ProductReturn opened = rig.quarantined("A-1");

        assertThat(refusal(() -> rig.alice().inspectReturn(Rig.accept(opened)))).isEqualTo("DENIED SCOPE_MISSING");
        assertThat(refusal(() -> rig.warehouse().cancelReturn(Rig.cancel(opened))))
                .isEqualTo("DENIED SCOPE_MISSING");
    }

    @Test
    void inspectReturn_badInput_isInvalid() throws Exception {
        InspectReturnRequest good = Rig.accept(rig.quarantined("A-1"));

        assertThat(refusal(() -> rig.warehouse()
                        .inspectReturn(good.toBuilder().setVerdictValue(7).build())))
                .isEqualTo("INVALID ENUM_VALUE_UNKNOWN");
        assertThat(refusal(() -> rig.warehouse()
                        .inspectReturn(good.toBuilder().setNote("x".repeat(501)).build())))
                .isEqualTo("INVALID TEXT_LENGTH");
        assertThat(refusal(() -> rig.warehouse()
                        .inspectReturn(good.toBuilder().setReturnId("17").build())))
                .isEqualTo("INVALID RETURN_ID_INVALID");
    }

    private static void outcome(Future<?> call, List<String> refusals) throws InterruptedException {
        try {
            call.get();
        } catch (ExecutionException e) {
            refusals.add(refusal(e));
        }
    }
}
