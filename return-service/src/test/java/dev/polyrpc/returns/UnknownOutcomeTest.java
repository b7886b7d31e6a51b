package dev.polyrpc.returns;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.ListenableFuture;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.proto.product.v1.MoveStockRequest;
import dev.polyrpc.proto.product.v1.Movement;
import dev.polyrpc.proto.returns.v1.InitiateReturnRequest;
import dev.polyrpc.proto.returns.v1.InitiateReturnResponse;
import dev.polyrpc.proto.returns.v1.InspectReturnRequest;
import dev.polyrpc.proto.returns.v1.ProductReturn;
import dev.polyrpc.proto.returns.v1.ReturnState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Product management that does not say what became of a movement: asked again, never undone on a guess. */
final class UnknownOutcomeTest {
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

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"CONFLICT", "UNAUTHENTICATED", "DENIED", "EXHAUSTED", "DEADLINE", "UNAVAILABLE", "INTERNAL"})
    void initiateReturn_answerThatProvesNothing_isAskedAgainUnderTheSameMovementId(Kind kind) throws Exception {
        Failure failure = new Failure(kind, "WHO_KNOWS", "who knows");
        rig.productMgmt.next(failure, failure, failure, failure); // more than the channel repeats by itself

        ProductReturn opened =
                rig.alice().initiateReturn(rig.request("A-1").build()).getProductReturn();

        assertThat(opened.getState()).isEqualTo(ReturnState.RETURN_STATE_QUARANTINED);
        MoveStockRequest first = rig.productMgmt.call().request();
        for (int i = 0; i < 4; i++) {
            assertThat(rig.productMgmt.call().request()).isEqualTo(first);
        }
    }

    @Test
    void initiateReturn_answerLost_isRequested_andTakesEffectOnce() throws Exception {
        rig.productMgmt.next(FakeProductMgmt.Manner.DO_AND_HANG);
        InitiateReturnRequest request = rig.request("A-1").build();

        ProductReturn unknown = rig.requested(request);
        ProductReturn known = rig.alice().initiateReturn(request).getProductReturn();

        assertThat(unknown.getState()).isEqualTo(ReturnState.RETURN_STATE_REQUESTED);
        assertThat(known.getState()).isEqualTo(ReturnState.RETURN_STATE_QUARANTINED);
        assertThat(known.getReturnId()).isEqualTo(unknown.getReturnId());
        assertThat(rig.productMgmt.count(Movement.MOVEMENT_QUARANTINE)).isEqualTo(1);
        assertThat(rig.productMgmt.count(Movement.MOVEMENT_WITHDRAW)).isZero();
    }

    @Test
    void initiateReturn_callEnded_isFinishedUnderTheServicesOwnToken() throws Exception {
        rig.productMgmt.next(FakeProductMgmt.Manner.HANG);
        ProductReturn unknown = rig.requested(rig.request("A-1").build());

        rig.productMgmt.call();
        FakeProductMgmt.Call resumed = rig.productMgmt.call();

        assertThat(unknown.getState()).isEqualTo(ReturnState.RETURN_STATE_REQUESTED);
        assertThat(resumed.caller().subject()).isEqualTo("return");
        assertThat(resumed.caller().actors()).isEmpty();
        assertThat(resumed.request().getInitiatedBy()).isEqualTo(rig.aliceSubject());
        assertThat(resumed.requestId()).isEqualTo("returns.%s.quarantine", unknown.getReturnId());
        assertThat(rig.databaseText()).contains(unknown.getReturnId()).doesNotContain("eyJ"); // as every token begins
    }

    @Test
    void initiateReturn_tokenServiceDown_goesOnWhenItIsBack() {
        InitiateReturnRequest request = rig.request("A-1").build();
        rig.alice().initiateReturn(rig.request("A-0").build()); // the connection and the keys are there
        rig.renew();
        rig.issuer.down(true);
        ProductReturn unknown;
        try {
            unknown = rig.alice(Rig.SHORT).initiateReturn(request).getProductReturn();
        } finally {
            rig.issuer.down(false);
        }

        assertThat(unknown.getReturnId()).isNotEmpty();
        assertThat(rig.alice().initiateReturn(request).getProductReturn().getState())
                .isEqualTo(ReturnState.RETURN_STATE_QUARANTINED);
    }

    @Test
    void initiateReturn_productMgmtDead_goesOnWhenItIsBack() {
        InitiateReturnRequest request = rig.request("A-1").build();
        rig.productMgmt.stop();
        ProductReturn unknown;
        try {
            unknown = rig.requested(request);
        } finally {
            rig.productMgmt.startAgain();
        }

        assertThat(unknown.getState()).isEqualTo(ReturnState.RETURN_STATE_REQUESTED);
        assertThat(rig.alice().initiateReturn(request).getProductReturn().getState())
                .isEqualTo(ReturnState.RETURN_STATE_QUARANTINED);
    }

    @Test
    void serviceRestarted_stepBetweenIntentAndOutcome_isResumed() throws Exception {
        rig.productMgmt.always(FakeProductMgmt.Manner.HANG);
        InitiateReturnRequest request = rig.request("A-1").build();
        ProductReturn unknown = rig.requested(request);
        MoveStockRequest first = rig.productMgmt.call().request();
        rig.stop();
        rig.productMgmt.renew(rig.product());

        rig.startAgain();

        FakeProductMgmt.Call resumed = rig.productMgmt.call();
        assertThat(unknown.getState()).isEqualTo(ReturnState.RETURN_STATE_REQUESTED);
        assertThat(resumed.request()).isEqualTo(first);
        assertThat(resumed.caller().subject()).isEqualTo("return");
        assertThat(rig.alice().initiateReturn(request).getProductReturn().getState())
                .isEqualTo(ReturnState.RETURN_STATE_QUARANTINED);
    }

    @Test
    void serviceStopped_callThatWaits_isAnsweredWithWhatIsCommitted() throws Exception {
        rig.productMgmt.always(FakeProductMgmt.Manner.HANG);
        ListenableFuture<InitiateReturnResponse> waiting =
                rig.aliceAsync().initiateReturn(rig.request("A-1").build());
        rig.productMgmt.call();

        rig.stop();

        assertThat(waiting.get().getProductReturn().getState()).isEqualTo(ReturnState.RETURN_STATE_REQUESTED);
        rig.startAgain();
    }

    @Test
    void inspectReturn_restockRefused_goesOnUntilItHolds() throws Exception {
        InspectReturnRequest request = Rig.accept(rig.quarantined("A-1"));
        Failure full = new Failure(Kind.STATE, "STOCK_OUT_OF_RANGE", "on_hand: full");
        rig.productMgmt.next(full, full);

        ProductReturn restocked = rig.warehouse().inspectReturn(request).getProductReturn();

        assertThat(restocked.getState()).isEqualTo(ReturnState.RETURN_STATE_RESTOCKED);
        assertThat(rig.productMgmt.call().request())
                .isEqualTo(rig.productMgmt.call().request());
    }

    @Test
    void inspectReturn_answerLost_isOnItsWay() throws Exception {
        ProductReturn opened = rig.quarantined("A-1");
        rig.productMgmt.always(FakeProductMgmt.Manner.DO_AND_HANG);
        InspectReturnRequest request = Rig.accept(opened);

        ProductReturn unknown = rig.warehouse(Rig.SHORT).inspectReturn(request).getProductReturn();
        rig.productMgmt.always(null);
        ProductReturn known = rig.warehouse().inspectReturn(request).getProductReturn();

        assertThat(unknown.getState()).isEqualTo(ReturnState.RETURN_STATE_RESTOCKING);
        assertThat(known.getState()).isEqualTo(ReturnState.RETURN_STATE_RESTOCKED);
        assertThat(rig.productMgmt.call().request().getInitiatedBy()).isEqualTo("warehouse");
    }
}
