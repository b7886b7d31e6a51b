package dev.polyrpc.returns;

import static dev.polyrpc.returns.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.polyrpc.proto.product.v1.Movement;
import dev.polyrpc.proto.returns.v1.InspectReturnRequest;
import dev.polyrpc.proto.returns.v1.InspectReturnsRequest;
import dev.polyrpc.proto.returns.v1.InspectReturnsResponse;
import dev.polyrpc.proto.returns.v1.ProductReturn;
import dev.polyrpc.proto.returns.v1.ReturnState;
import dev.polyrpc.proto.returns.v1.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class InspectReturnsTest {
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
    void verdicts_eachIsAnsweredBeforeTheNextIsSent() throws Exception {
        ProductReturn good = rig.quarantined("A-1");
        ProductReturn broken = rig.quarantined("A-2");
        Conversation<InspectReturnsRequest, InspectReturnsResponse> desk = begin();

        desk.send(item(1, Rig.accept(good)));
        InspectReturnsResponse first = desk.answer();
        desk.send(item(2, reject(broken)));
        InspectReturnsResponse second = desk.answer();
        desk.halfClose();

        assertThat(first.getItem()).isEqualTo(1);
        assertThat(first.getProductReturn().getState()).isEqualTo(ReturnState.RETURN_STATE_RESTOCKED);
        assertThat(first.getProductReturn().getHistoryList())
                .extracting("note", "initiatedBy")
                .contains(tuple("as new", "warehouse"));
        assertThat(second.getItem()).isEqualTo(2);
        assertThat(second.getProductReturn().getState()).isEqualTo(ReturnState.RETURN_STATE_WRITTEN_OFF);
        assertThat(desk.rest()).isEmpty();
        assertThat(rig.productMgmt.call().caller().subject()).isEqualTo("warehouse");
    }

    @Test
    void goodAndBadVerdicts_badOnesAreRefusedInTheStream() throws Exception { // DOM-3
        ProductReturn opened = rig.quarantined("A-1");
        ProductReturn withdrawn = rig.quarantined("A-2");
        rig.alice().cancelReturn(Rig.cancel(withdrawn));

        List<InspectReturnsResponse> answers = begin().sendAll(List.of(
                        item(1, Rig.accept(withdrawn)),
                        item(2, reject(opened).toBuilder().setReturnId(Rig.id()).build()),
                        item(3, reject(opened).toBuilder().setVerdictValue(7).build()),
                        item(
                                4,
                                reject(opened).toBuilder()
                                        .setNote("n".repeat(501))
                                        .build()),
                        item(-5, reject(opened)),
                        InspectReturnsRequest.newBuilder().setItem(6).build(),
                        item(7, Rig.accept(opened))))
                .rest();

        assertThat(answers)
                .extracting(
                        InspectReturnsResponse::getItem,
                        answer -> answer.getRefusal().getItem(),
                        answer -> answer.getRefusal().getCode(),
                        answer -> answer.getRefusal().getReason())
                .containsExactlyInAnyOrder(
                        tuple(1L, 1L, 9, "RETURN_STATE"),
                        tuple(2L, 2L, 5, "RETURN_NOT_FOUND"),
                        tuple(3L, 3L, 3, "ENUM_VALUE_UNKNOWN"),
                        tuple(4L, 4L, 3, "TEXT_LENGTH"),
                        tuple(-5L, -5L, 3, "ITEM_OUT_OF_RANGE"),
                        tuple(6L, 6L, 3, "ENUM_VALUE_UNKNOWN"),
                        tuple(7L, 0L, 0, ""));
        assertThat(rig.state(opened)).isEqualTo(ReturnState.RETURN_STATE_RESTOCKED);
    }

    @Test
    void twoVerdictsOnOneReturn_theFirstWins() throws Exception { // DOM-11
        ProductReturn opened = rig.quarantined("A-1");

        List<InspectReturnsResponse> answers = begin().sendAll(
                        List.of(item(1, reject(opened)), item(2, Rig.accept(opened))))
                .rest();

        assertThat(answers)
                .extracting(
                        InspectReturnsResponse::getItem,
                        answer -> answer.getProductReturn().getState(),
                        answer -> answer.getRefusal().getReason())
                .containsExactlyInAnyOrder(
                        tuple(1L, ReturnState.RETURN_STATE_WRITTEN_OFF, ""),
                        tuple(2L, ReturnState.RETURN_STATE_UNSPECIFIED, "RETURN_STATE"));
        assertThat(rig.productMgmt.count(Movement.MOVEMENT_RESTOCK)).isZero();
    }

    @Test
    void halfClosed_whatIsUnderWayIsAnswered() throws Exception {
        ProductReturn opened = rig.quarantined("A-1");
        rig.productMgmt.always(FakeProductMgmt.Manner.HOLD);
        Conversation<InspectReturnsRequest, InspectReturnsResponse> desk =
                begin().sendAll(List.of(item(1, Rig.accept(opened))));
        rig.productMgmt.call();

        rig.productMgmt.release();

        assertThat(desk.rest())
                .singleElement()
                .extracting(answer -> answer.getProductReturn().getState())
                .isEqualTo(ReturnState.RETURN_STATE_RESTOCKED);
    }

    @Test
    void cancelledInMidStream_whatIsDecidedGoesOn() throws Exception {
        InspectReturnRequest verdict = Rig.accept(rig.quarantined("A-1"));
        rig.productMgmt.always(FakeProductMgmt.Manner.HOLD);
        Conversation<InspectReturnsRequest, InspectReturnsResponse> desk = begin();
        desk.send(item(1, verdict));
        rig.productMgmt.call();

        desk.cancel();
        rig.productMgmt.release();

        assertThat(desk.failure()).hasMessageContaining("CANCELLED");
        assertThat(rig.warehouse().inspectReturn(verdict).getProductReturn().getState())
                .isEqualTo(ReturnState.RETURN_STATE_RESTOCKED);
    }

    @Test
    void productMgmtSilent_isAnsweredOnItsWay_andTheDeskGoesOn() throws Exception {
        InspectReturnRequest slow = Rig.accept(rig.quarantined("A-1"));
        InspectReturnRequest quick = Rig.accept(rig.quarantined("A-2"));
        rig.productMgmt.always(FakeProductMgmt.Manner.HANG);
        Conversation<InspectReturnsRequest, InspectReturnsResponse> desk = begin();

        desk.send(item(1, slow));
        InspectReturnsResponse first = desk.answer();
        rig.productMgmt.always(null);
        desk.send(item(2, quick));
        InspectReturnsResponse second = desk.answer();

        assertThat(first.getProductReturn().getState()).isEqualTo(ReturnState.RETURN_STATE_RESTOCKING);
        assertThat(second.getProductReturn().getState()).isEqualTo(ReturnState.RETURN_STATE_RESTOCKED);
        assertThat(rig.warehouse().inspectReturn(slow).getProductReturn().getState())
                .isEqualTo(ReturnState.RETURN_STATE_RESTOCKED);
    }

    @Test
    void connectionLostAndSentAgain_nothingIsDoubled() throws Exception { // DOM-5
        List<InspectReturnsRequest> verdicts = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            verdicts.add(item(i, Rig.accept(rig.quarantined("A-" + i))));
        }
        rig.productMgmt.always(FakeProductMgmt.Manner.HOLD);
        Conversation<InspectReturnsRequest, InspectReturnsResponse> first = begin();
        verdicts.subList(0, 10).forEach(first::send);
        rig.productMgmt.call();

        rig.reconnect();
        rig.productMgmt.release();
        List<InspectReturnsResponse> answers = begin().sendAll(verdicts).rest();

        assertThat(first.failure()).isNotNull();
        assertThat(answers)
                .hasSize(20)
                .allMatch(answer -> answer.getProductReturn().getState() == ReturnState.RETURN_STATE_RESTOCKED)
                .extracting(InspectReturnsResponse::getItem)
                .doesNotHaveDuplicates();
        assertThat(rig.productMgmt.count(Movement.MOVEMENT_RESTOCK)).isEqualTo(20);
    }

    @Test
    void serviceStopped_whatIsUnderWayIsAnswered_thenTheStreamEnds() throws Exception {
        InspectReturnRequest verdict = Rig.accept(rig.quarantined("A-1"));
        rig.productMgmt.always(FakeProductMgmt.Manner.HOLD);
        Conversation<InspectReturnsRequest, InspectReturnsResponse> desk = begin();
        desk.send(item(1, verdict));
        rig.productMgmt.call();

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(rig::stop);
        InspectReturnsResponse answer = desk.answer();
        Throwable end = desk.failure();
        stopped.get();
        rig.startAgain();
        rig.productMgmt.release();

        assertThat(answer.getProductReturn().getState()).isEqualTo(ReturnState.RETURN_STATE_RESTOCKING);
        assertThat(refusal(end)).isEqualTo("UNAVAILABLE SERVER_DRAINING");
        assertThat(rig.warehouse().inspectReturn(verdict).getProductReturn().getState())
                .isEqualTo(ReturnState.RETURN_STATE_RESTOCKED);
    }

    private static Conversation<InspectReturnsRequest, InspectReturnsResponse> begin() {
        return Conversation.begin(rig.warehouseStreams()::inspectReturns);
    }

    private static InspectReturnsRequest item(long number, InspectReturnRequest verdict) {
        return InspectReturnsRequest.newBuilder()
                .setItem(number)
                .setInspection(verdict)
                .build();
    }

    private static InspectReturnRequest reject(ProductReturn opened) {
        return Rig.accept(opened).toBuilder()
                .setVerdict(Verdict.VERDICT_REJECT)
                .setNote("crushed")
                .build();
    }
}
