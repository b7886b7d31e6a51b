package dev.polyrpc.returns;

import static dev.polyrpc.returns.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.ListenableFuture;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.proto.product.v1.Movement;
import dev.polyrpc.proto.returns.v1.CancelReturnRequest;
import dev.polyrpc.proto.returns.v1.InitiateReturnRequest;
import dev.polyrpc.proto.returns.v1.InitiateReturnResponse;
import dev.polyrpc.proto.returns.v1.InspectReturnRequest;
import dev.polyrpc.proto.returns.v1.ListReturnsRequest;
import dev.polyrpc.proto.returns.v1.ProductReturn;
import dev.polyrpc.proto.returns.v1.ReturnState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class IdempotencyTest {
    private static final int AT_ONCE = 50;
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
    void initiateReturn_fiftyAtOnce_isOneReturnAndOneAnswer() throws Exception { // DOM-5
        InitiateReturnRequest request = rig.request("A-1").build();

        Set<InitiateReturnResponse> answers = new HashSet<>();
        for (ListenableFuture<InitiateReturnResponse> call : fiftyTimes(request)) {
            answers.add(call.get());
        }

        assertThat(answers).hasSize(1);
        assertThat(myReturns()).hasSize(1);
        assertThat(rig.productMgmt.count(Movement.MOVEMENT_QUARANTINE)).isEqualTo(1);
    }

    @Test
    void initiateReturn_repeatedAfterRestart_isTheSameAnswer() { // DOM-5
        InitiateReturnRequest request = rig.request("A-1").build();
        InitiateReturnResponse answer = rig.alice().initiateReturn(request);
        rig.warehouse().inspectReturn(Rig.accept(answer.getProductReturn()));

        rig.stop();
        rig.startAgain();

        assertThat(rig.alice().initiateReturn(request)).isEqualTo(answer);
        assertThat(rig.state(answer.getProductReturn())).isEqualTo(ReturnState.RETURN_STATE_RESTOCKED);
    }

    @Test
    void initiateReturn_fiftyAtOnceAcrossARestart_isOneReturnAndOneAnswer() throws Exception { // DOM-5
        rig.productMgmt.always(FakeProductMgmt.Manner.DO_AND_HANG);
        InitiateReturnRequest request = rig.request("A-1").build();
        ReturnState unknown = rig.requested(request).getState();

        rig.stop();
        rig.productMgmt.always(null);
        rig.startAgain();

        Set<InitiateReturnResponse> answers = new HashSet<>();
        for (ListenableFuture<InitiateReturnResponse> call : fiftyTimes(request)) {
            answers.add(call.get());
        }
        assertThat(unknown).isEqualTo(ReturnState.RETURN_STATE_REQUESTED);
        assertThat(answers)
                .singleElement()
                .extracting(answer -> answer.getProductReturn().getState())
                .isEqualTo(ReturnState.RETURN_STATE_QUARANTINED);
        assertThat(rig.productMgmt.count(Movement.MOVEMENT_QUARANTINE)).isEqualTo(1);
    }

    @Test
    void initiateReturn_refusedAndRepeatedAfterRestart_isTheSameRefusal() { // DOM-5
        rig.productMgmt.next(new Failure(Kind.STATE, "STOCK_OUT_OF_RANGE", "quarantined: too many"));
        InitiateReturnRequest request = rig.request("A-1").build();
        String refusal = refusal(() -> rig.alice().initiateReturn(request));

        rig.stop();
        rig.startAgain();

        assertThat(refusal).isEqualTo("STATE STOCK_OUT_OF_RANGE");
        assertThat(refusal(() -> rig.alice().initiateReturn(request))).isEqualTo(refusal);
    }

    @Test
    void inspectReturn_repeated_isTheSameAnswer() throws Exception { // DOM-5
        InspectReturnRequest request = Rig.accept(rig.quarantined("A-1"));

        ProductReturn first = rig.warehouse().inspectReturn(request).getProductReturn();
        ProductReturn second = rig.warehouse().inspectReturn(request).getProductReturn();

        assertThat(first.getState()).isEqualTo(ReturnState.RETURN_STATE_RESTOCKED);
        assertThat(second).isEqualTo(first);
        rig.productMgmt.call();
        assertThat(rig.productMgmt.calls()).isEmpty();
    }

    @Test
    void cancelReturn_repeated_isTheSameAnswer() throws Exception { // DOM-5
        CancelReturnRequest request = Rig.cancel(rig.quarantined("A-1"));

        ProductReturn first = rig.alice().cancelReturn(request).getProductReturn();
        ProductReturn second = rig.alice().cancelReturn(request).getProductReturn();

        assertThat(first.getState()).isEqualTo(ReturnState.RETURN_STATE_WITHDRAWN);
        assertThat(second).isEqualTo(first);
    }

    @Test
    void initiateReturn_sameIdOtherBody_isReused() { // DOM-6
        InitiateReturnRequest request = rig.request("A-1").build();
        rig.alice().initiateReturn(request);

        assertThat(refusal(() -> rig.alice()
                        .initiateReturn(request.toBuilder().setQuantity(3).build())))
                .isEqualTo("STATE REQUEST_ID_REUSED");

        assertThat(myReturns()).hasSize(1);
    }

    @Test
    void initiateReturn_requestIdInTheOtherCase_isTheSameRequest() { // DOM-5
        InitiateReturnRequest request = rig.request("A-1").build();
        InitiateReturnResponse answer = rig.alice().initiateReturn(request);
        String upper = request.getRequestId().toUpperCase(Locale.ROOT);

        assertThat(rig.alice()
                        .initiateReturn(request.toBuilder().setRequestId(upper).build()))
                .isEqualTo(answer);

        assertThat(myReturns()).hasSize(1);
    }

    @Test
    void initiateReturn_anotherSubjectsId_isUnrelated() { // DOM-6
        InitiateReturnRequest request = rig.request("A-1").build();
        ProductReturn alices = rig.alice().initiateReturn(request).getProductReturn();

        ProductReturn bobs = rig.bob().initiateReturn(request).getProductReturn();

        assertThat(bobs.getReturnId()).isNotEqualTo(alices.getReturnId());
        assertThat(bobs.getCustomer()).isEqualTo("bob");
    }

    @Test
    void alreadyReturned_repeatedAfterTheFirstHasEnded_isTheSameRefusal() throws Exception { // DOM-5
        ProductReturn first = rig.quarantined("A-1");
        InitiateReturnRequest second = rig.request("A-1").build();
        String refusal = refusal(() -> rig.alice().initiateReturn(second));
        rig.alice().cancelReturn(Rig.cancel(first));

        assertThat(refusal(() -> rig.alice().initiateReturn(second)))
                .isEqualTo(refusal)
                .isEqualTo("STATE ALREADY_RETURNED");
    }

    private static List<ListenableFuture<InitiateReturnResponse>> fiftyTimes(InitiateReturnRequest request) {
        List<ListenableFuture<InitiateReturnResponse>> calls = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            calls.add(rig.aliceAsync().initiateReturn(request));
        }
        return calls;
    }

    private static List<ProductReturn> myReturns() {
        return rig.alice().listReturns(ListReturnsRequest.getDefaultInstance()).getProductReturnsList();
    }
}
