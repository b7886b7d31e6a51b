package dev.polyrpc.kit.grpc;

import static dev.polyrpc.kit.grpc.StreamRig.await;
import static dev.polyrpc.kit.grpc.StreamRig.count;
import static dev.polyrpc.kit.grpc.StreamRig.product;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.proto.product.v1.GetProductRequest;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many streams one subject may have under way, over however many connections. */
final class SubjectStreamsTest {
    private static final int MOST = 3;
    private static final String FULL = "RESOURCE_EXHAUSTED SUBJECT_STREAMS_FULL";
    private static final int MESSAGE_BYTES = 3_500_000;

    private final StreamRig rig = new StreamRig(server -> server.subjectStreams(MOST));
    private final StreamHandlers handlers = rig.handlers;

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void stream_oneMoreOfASubject_isRefusedWithPushback_othersAndUnaryCallsAreServed() throws Exception { // RPC-17
        ManualCall<?, ?> watch = rig.watch();
        ManualCall<?, ?> reconcile = rig.reconcile();
        rig.importing().send(product(1));
        await(() -> isServed(watch) && isServed(reconcile) && handlers.started.get() == 1);

        ManualCall<?, ?> refused = rig.watch();

        assertThat(refused.ending()).isEqualTo(FULL);
        assertThat(refused.trailers.get().get(Statuses.PUSHBACK)).isEqualTo("1000");
        assertThat(rig.importing().ending()).isEqualTo(FULL);
        assertThat(rig.watch(rig.goodToken("bob")).headers.get(20, TimeUnit.SECONDS))
                .isNotNull();
        ManualCall<?, ?> unary = rig.call(ProductMgmtServiceGrpc.getGetProductMethod(), rig.goodToken())
                .send(GetProductRequest.getDefaultInstance())
                .halfClose();
        assertThat(unary.ending()).isEqualTo("UNIMPLEMENTED UNIMPLEMENTED"); // by the handler, so it was let in
    }

    @Test
    void streams_thatWereCancelled_countNoMore() throws Exception { // RPC-17
        for (int round = 0; round < 5; round++) {
            List<ManualCall<?, ?>> open = new ArrayList<>();
            while (open.size() < MOST) {
                await(() -> serves(open)); // as the server hears of those before in its own time
            }
            assertThat(rig.watch().ending()).isEqualTo(FULL);
            open.forEach(ManualCall::cancel);
        }
    }

    @Test
    void stream_endedAndNotYetRead_stillCounts() throws Exception { // RPC-17
        handlers.work = item -> CompletableFuture.completedFuture(true);
        handlers.padding = "x".repeat(MESSAGE_BYTES);
        ManualCall<?, ?> unread = rig.reconcile().send(count(1)).halfClose();
        await(() -> rig.server.unreadStreams() == 1);
        List<ManualCall<?, ?>> open = new ArrayList<>();
        while (open.size() < MOST - 1) {
            assertThat(serves(open)).isTrue();
        }

        assertThat(rig.watch().ending()).isEqualTo(FULL);

        assertThat(unread.read(2).ending()).isEqualTo("OK");
        await(() -> serves(open));
    }

    @Test
    void subject_withoutStreams_isForgotten() {
        SubjectStreamsInterceptor streams = new SubjectStreamsInterceptor(2, Map.of());
        streams.begin("alice");
        streams.begin("bob");
        streams.begin("alice");

        assertThatThrownBy(() -> streams.begin("alice")).isInstanceOf(Failure.class);
        streams.end("alice");
        streams.end("bob");
        assertThat(streams.subjects()).isEqualTo(1);
        streams.end("alice");

        assertThat(streams.subjects()).isZero();
    }

    private boolean serves(List<ManualCall<?, ?>> open) {
        ManualCall<?, ?> call = rig.watch();
        await(() -> isServed(call) || call.end.isDone());
        if (isServed(call)) {
            open.add(call);
        }
        return isServed(call);
    }

    private static boolean isServed(ManualCall<?, ?> call) {
        return call.headers.isDone();
    }
}
