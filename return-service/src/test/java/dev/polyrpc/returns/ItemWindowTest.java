package dev.polyrpc.returns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.kit.grpc.ItemStream;
import dev.polyrpc.proto.product.v1.Movement;
import dev.polyrpc.proto.returns.v1.ListReturnsRequest;
import dev.polyrpc.proto.returns.v1.SubmitReturnsRequest;
import dev.polyrpc.proto.returns.v1.SubmitReturnsResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A client that sends faster than product management works. */
final class ItemWindowTest {
    private static final int ITEMS = 1_000;

    @Test
    void thousandItems_onlyAWindowIsUnderWay_andAllAreOpened() throws Exception {
        try (Rig rig = new Rig(Map.of("ITEM_TIMEOUT", "1m"))) {
            rig.renew();
            rig.productMgmt.always(FakeProductMgmt.Manner.HOLD);
            Conversation<SubmitReturnsRequest, SubmitReturnsResponse> stream =
                    Conversation.begin(rig.aliceStreams()::submitReturns);
            for (int i = 1; i <= ITEMS; i++) {
                stream.send(SubmitReturnsRequest.newBuilder()
                        .setItem(i)
                        .setProductReturn(rig.request("A-" + i))
                        .build());
            }
            stream.halfClose();
            for (int i = 0; i < ItemStream.WINDOW; i++) {
                rig.productMgmt.call();
            }
            int underWay = opened(rig);

            rig.productMgmt.release();
            List<SubmitReturnsResponse> answers = stream.rest();

            assertThat(underWay).isBetween(1, ItemStream.WINDOW);
            assertThat(answers)
                    .containsExactly(SubmitReturnsResponse.newBuilder()
                            .setOpenedCount(ITEMS)
                            .build());
            assertThat(opened(rig)).isEqualTo(ITEMS);
            assertThat(rig.productMgmt.count(Movement.MOVEMENT_QUARANTINE)).isEqualTo(ITEMS);
        }
    }

    private static int opened(Rig rig) {
        return rig.alice()
                .listReturns(ListReturnsRequest.newBuilder().setPageSize(ITEMS).build())
                .getProductReturnsCount();
    }
}
