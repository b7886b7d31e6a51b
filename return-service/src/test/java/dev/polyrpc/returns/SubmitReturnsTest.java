package dev.polyrpc.returns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.proto.item.v1.ItemRefusal;
import dev.polyrpc.proto.product.v1.Movement;
import dev.polyrpc.proto.returns.v1.InitiateReturnRequest;
import dev.polyrpc.proto.returns.v1.ListReturnsRequest;
import dev.polyrpc.proto.returns.v1.ProductReturn;
import dev.polyrpc.proto.returns.v1.ReturnState;
import dev.polyrpc.proto.returns.v1.SubmitReturnsRequest;
import dev.polyrpc.proto.returns.v1.SubmitReturnsResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SubmitReturnsTest {
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
    void goodAndBadItems_goodOnesAreOpened_badOnesAreNamed() throws Exception { // DOM-1, DOM-3, DOM-4
        rig.quarantined("A-0");
        rig.productMgmt.next(new Failure(Kind.NOT_FOUND, "PRODUCT_NOT_FOUND", "product_id: nobody knows it"));

        SubmitReturnsResponse summary = submit(List.of(
                item(21, rig.request("A-1")),
                item(22, rig.request("A-2").setQuantity(0)),
                item(23, rig.request("A-3").setReasonValue(0)),
                item(24, rig.request("A-4").setRequestId("4")),
                item(25, rig.request("A-0")),
                SubmitReturnsRequest.newBuilder().setItem(26).build(),
                item(0, rig.request("A-7")),
                item(28, rig.request("A-8").setProductId("chang"))));

        assertThat(summary.getOpenedCount()).isEqualTo(1);
        assertThat(summary.getRefusedCount()).isEqualTo(7);
        assertThat(summary.getRefusalsList())
                .extracting(ItemRefusal::getItem, ItemRefusal::getCode, ItemRefusal::getReason)
                .containsExactlyInAnyOrder(
                        tuple(21L, 5, "PRODUCT_NOT_FOUND"),
                        tuple(22L, 3, "QUANTITY_OUT_OF_RANGE"),
                        tuple(23L, 3, "ENUM_VALUE_UNKNOWN"),
                        tuple(24L, 3, "REQUEST_ID_INVALID"),
                        tuple(25L, 9, "ALREADY_RETURNED"),
                        tuple(26L, 3, "ENUM_VALUE_UNKNOWN"),
                        tuple(0L, 3, "ITEM_OUT_OF_RANGE"));
        assertThat(mine(ReturnState.RETURN_STATE_QUARANTINED))
                .extracting(ProductReturn::getOrder)
                .containsExactly("A-8", "A-0");
        assertThat(mine(ReturnState.RETURN_STATE_REFUSED))
                .extracting(ProductReturn::getOrder)
                .containsExactly("A-1");
    }

    @Test
    void manyBadItems_aHundredAreNamedAndAllCounted() throws Exception {
        List<SubmitReturnsRequest> items = new ArrayList<>();
        for (int i = 1; i <= 150; i++) {
            items.add(item(i, rig.request("A-" + i).setQuantity(-i)));
        }
        items.add(item(151, rig.request("A-151")));

        SubmitReturnsResponse summary = submit(items);

        assertThat(summary.getOpenedCount()).isEqualTo(1);
        assertThat(summary.getRefusedCount()).isEqualTo(150);
        assertThat(summary.getRefusalsList()).hasSize(100);
        assertThat(summary.getRefusals(0).getMessage()).startsWith("quantity: -1 (expected: ");
    }

    @Test
    void noItems_isAnEmptySummary() throws Exception {
        assertThat(submit(List.of())).isEqualTo(SubmitReturnsResponse.getDefaultInstance());
    }

    @Test
    void sentTwiceInOneStream_isOneReturn() throws Exception { // DOM-5
        SubmitReturnsRequest item = item(1, rig.request("A-1"));

        SubmitReturnsResponse summary =
                submit(List.of(item, item.toBuilder().setItem(2).build()));

        assertThat(summary.getOpenedCount()).isEqualTo(2);
        assertThat(mine(ReturnState.RETURN_STATE_UNSPECIFIED)).hasSize(1);
        assertThat(rig.productMgmt.count(Movement.MOVEMENT_QUARANTINE)).isEqualTo(1);
    }

    @Test
    void sentAgainByUnaryCall_isTheSameReturn() throws Exception { // DOM-5
        InitiateReturnRequest.Builder request = rig.request("A-1");
        submit(List.of(item(1, request)));

        ProductReturn again = rig.alice().initiateReturn(request.build()).getProductReturn();

        assertThat(mine(ReturnState.RETURN_STATE_UNSPECIFIED)).containsExactly(again);
        assertThat(rig.productMgmt.count(Movement.MOVEMENT_QUARANTINE)).isEqualTo(1);
    }

    @Test
    void productMgmtDead_isOpenedAllTheSame_andGoesOnWhenItIsBack() throws Exception {
        List<SubmitReturnsRequest> items =
                List.of(item(1, rig.request("A-1")), item(2, rig.request("A-2").setQuantity(0)));
        rig.productMgmt.stop();
        SubmitReturnsResponse summary;
        try {
            summary = submit(items);
            assertThat(mine(ReturnState.RETURN_STATE_REQUESTED)).hasSize(1);
        } finally {
            rig.productMgmt.startAgain();
        }

        assertThat(summary.getOpenedCount()).isEqualTo(1);
        assertThat(summary.getRefusedCount()).isEqualTo(1);
        assertThat(settled(items.get(0)).getState()).isEqualTo(ReturnState.RETURN_STATE_QUARANTINED);
    }

    @Test
    void cancelledInMidStream_whatIsCommittedGoesOn_andNoMoreIsStarted() throws Exception {
        rig.productMgmt.always(FakeProductMgmt.Manner.HOLD);
        Conversation<SubmitReturnsRequest, SubmitReturnsResponse> stream = begin();
        SubmitReturnsRequest item = item(1, rig.request("A-1"));
        stream.send(item);
        rig.productMgmt.call();

        stream.cancel();
        rig.productMgmt.release();

        assertThat(stream.failure()).hasMessageContaining("CANCELLED");
        assertThat(settled(item).getState()).isEqualTo(ReturnState.RETURN_STATE_QUARANTINED);
        assertThat(mine(ReturnState.RETURN_STATE_UNSPECIFIED)).hasSize(1);
        assertThat(rig.productMgmt.count(Movement.MOVEMENT_QUARANTINE)).isEqualTo(1);
    }

    @Test
    void connectionLostAndSentAgain_nothingIsDoubled() throws Exception { // DOM-5
        List<SubmitReturnsRequest> items = items(200);
        rig.productMgmt.always(FakeProductMgmt.Manner.HOLD);
        Conversation<SubmitReturnsRequest, SubmitReturnsResponse> first = begin();
        items.forEach(first::send);
        rig.productMgmt.call(); // so that some are committed, and most not

        rig.reconnect();
        rig.productMgmt.release();
        SubmitReturnsResponse second = submit(items);

        assertThat(first.failure()).isNotNull();
        assertThat(second.getOpenedCount()).isEqualTo(200);
        assertOpenedOnce(items);
    }

    @Test
    void serviceRestartedAndSentAgain_nothingIsDoubled() throws Exception { // DOM-5
        List<SubmitReturnsRequest> items = items(200);
        rig.productMgmt.always(FakeProductMgmt.Manner.DO_AND_HANG);
        Conversation<SubmitReturnsRequest, SubmitReturnsResponse> first = begin();
        items.subList(0, 100).forEach(first::send);
        rig.productMgmt.call();

        rig.stop();
        rig.productMgmt.always(null);
        rig.startAgain();
        SubmitReturnsResponse second = submit(items);

        assertThat(first.failure()).isNotNull();
        assertThat(second.getOpenedCount()).isEqualTo(200);
        assertOpenedOnce(items);
    }

    private static void assertOpenedOnce(List<SubmitReturnsRequest> items) {
        assertThat(items)
                .allMatch(item -> settled(item).getState() == ReturnState.RETURN_STATE_QUARANTINED)
                .extracting(item -> item.getProductReturn().getOrder())
                .containsExactlyInAnyOrderElementsOf(mine(ReturnState.RETURN_STATE_QUARANTINED).stream()
                        .map(ProductReturn::getOrder)
                        .toList());
        assertThat(mine(ReturnState.RETURN_STATE_UNSPECIFIED)).hasSameSizeAs(items);
        assertThat(rig.productMgmt.count(Movement.MOVEMENT_QUARANTINE)).isEqualTo(items.size());
    }

    private static List<SubmitReturnsRequest> items(int count) {
        List<SubmitReturnsRequest> items = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            items.add(item(i, rig.request("A-" + i)));
        }
        return items;
    }

    private static SubmitReturnsRequest item(long number, InitiateReturnRequest.Builder request) {
        return SubmitReturnsRequest.newBuilder()
                .setItem(number)
                .setProductReturn(request)
                .build();
    }

    private static Conversation<SubmitReturnsRequest, SubmitReturnsResponse> begin() {
        return Conversation.begin(rig.aliceStreams()::submitReturns);
    }

    private static SubmitReturnsResponse submit(List<SubmitReturnsRequest> items) throws Exception {
        List<SubmitReturnsResponse> answers = begin().sendAll(items).rest();
        assertThat(answers).hasSize(1);
        return answers.get(0);
    }

    /** The return of an item, once it is known what became of it: asked for again, as a client may. */
    private static ProductReturn settled(SubmitReturnsRequest item) {
        return rig.alice().initiateReturn(item.getProductReturn()).getProductReturn();
    }

    private static List<ProductReturn> mine(ReturnState state) {
        return rig.alice()
                .listReturns(ListReturnsRequest.newBuilder()
                        .setPageSize(1_000)
                        .setState(state)
                        .build())
                .getProductReturnsList();
    }
}
