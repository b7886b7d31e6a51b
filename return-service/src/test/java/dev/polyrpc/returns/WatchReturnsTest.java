package dev.polyrpc.returns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.grpc.Statuses;
import dev.polyrpc.proto.returns.v1.ProductReturn;
import dev.polyrpc.proto.returns.v1.ReturnServiceGrpc.ReturnServiceBlockingStub;
import dev.polyrpc.proto.returns.v1.ReturnState;
import dev.polyrpc.proto.returns.v1.WatchReturnsRequest;
import dev.polyrpc.proto.returns.v1.WatchReturnsResponse;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class WatchReturnsTest {
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
    void watch_aReturnGoesItsWay_tellsEachStateAsItWas() throws Exception {
        ProductReturn first = rig.quarantined("A-1");
        List<WatchReturnsResponse> opened = take(rig.alice(), 0, 2);
        Iterator<WatchReturnsResponse> live =
                rig.alice().watchReturns(after(opened.get(1).getPosition()));
        ProductReturn inspected =
                rig.warehouse().inspectReturn(Rig.accept(first)).getProductReturn();
        List<WatchReturnsResponse> all = new ArrayList<>(opened);
        all.add(live.next());
        all.add(live.next());

        assertThat(all)
                .extracting(change -> change.getProductReturn().getState())
                .containsExactly(
                        ReturnState.RETURN_STATE_REQUESTED,
                        ReturnState.RETURN_STATE_QUARANTINED,
                        ReturnState.RETURN_STATE_RESTOCKING,
                        ReturnState.RETURN_STATE_RESTOCKED);
        assertThat(all)
                .extracting(change -> change.getProductReturn().getHistoryCount())
                .containsExactly(1, 2, 3, 4);
        assertThat(all).extracting(WatchReturnsResponse::getPosition).isSorted().doesNotHaveDuplicates();
        assertThat(all.get(1).getProductReturn()).isEqualTo(first);
        assertThat(all.get(3).getProductReturn().getHistoryList().subList(0, 3))
                .isEqualTo(inspected.getHistoryList().subList(0, 3));
    }

    @Test
    void watch_fromTheTableOrFromMemory_tellsTheSame() throws Exception {
        rig.quarantined("A-2");
        List<WatchReturnsResponse> fromMemory = take(rig.alice(), 0, 2);
        rig.stop();
        rig.startAgain();

        assertThat(take(rig.alice(), 0, 2)).isEqualTo(fromMemory);
    }

    @Test
    void watch_byACustomer_tellsOfTheirOwnReturnsAlone() throws Exception {
        ProductReturn bobs =
                rig.bob().initiateReturn(rig.request("B-1").build()).getProductReturn();
        ProductReturn alices = rig.quarantined("A-3");

        assertThat(take(rig.alice(), 0, 2))
                .extracting(change -> change.getProductReturn().getReturnId())
                .containsOnly(alices.getReturnId());
        List<String> seenByStaff = new ArrayList<>();
        Iterator<WatchReturnsResponse> staff = rig.warehouse().watchReturns(after(0));
        while (!seenByStaff.contains(alices.getReturnId())) {
            seenByStaff.add(staff.next().getProductReturn().getReturnId());
        }
        assertThat(seenByStaff).contains(bobs.getReturnId());
    }

    @Test
    void watch_aheadOfAll_isOutOfRange() {
        StatusRuntimeException refusal = Assertions.catchThrowableOfType(
                StatusRuntimeException.class,
                () -> rig.alice().watchReturns(after(1_000_000)).next());

        assertThat(Statuses.failure(refusal).kind()).isEqualTo(Kind.OUT_OF_RANGE);
        assertThat(Statuses.failure(refusal).reason()).isEqualTo("POSITION_AHEAD");
    }

    private static List<WatchReturnsResponse> take(ReturnServiceBlockingStub caller, long position, int count) {
        Iterator<WatchReturnsResponse> changes = caller.watchReturns(after(position));
        List<WatchReturnsResponse> taken = new ArrayList<>();
        while (taken.size() < count) {
            taken.add(changes.next());
        }
        return taken;
    }

    private static WatchReturnsRequest after(long position) {
        return WatchReturnsRequest.newBuilder().setAfter(position).build();
    }
}
