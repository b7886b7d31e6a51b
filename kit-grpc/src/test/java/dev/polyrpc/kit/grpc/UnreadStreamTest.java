package dev.polyrpc.kit.grpc;

import static dev.polyrpc.kit.grpc.StreamRig.await;
import static dev.polyrpc.kit.grpc.StreamRig.count;
import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.proto.product.v1.InventoryEvent;
import dev.polyrpc.proto.product.v1.ReconcileInventoryRequest;
import dev.polyrpc.proto.product.v1.ReconcileInventoryResponse;
import dev.polyrpc.proto.product.v1.WatchInventoryRequest;
import dev.polyrpc.proto.product.v1.WatchInventoryResponse;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams that are over for the server, over connections that are alive, to clients that read nothing. */
final class UnreadStreamTest {
    private static final int MESSAGE_BYTES = 3_500_000;
    /** Less than what of a message does not fit into the client's window, and waits to be sent. */
    private static final int UNSENT_BYTES = 1_000_000;

    private final StreamRig rig = new StreamRig(Duration.ofMillis(500));
    private final StreamHandlers handlers = rig.handlers;

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void tokenEnds_clientReadsNothing_nothingIsLeftOfTheStream() throws Exception { // TOK-24
        ManualCall<WatchInventoryRequest, WatchInventoryResponse> stalled = stall(rig.tokenFor(3));
        await(() -> rig.server.openCalls() == 1 && handlers.ends.get() == 0);
        int held = StreamRig.settled(NettyMemory::usedBytes);

        rig.awaitNoOpenCalls();

        assertThat(handlers.ends).hasValue(1);
        await(() -> NettyMemory.usedBytes() < held - UNSENT_BYTES);
        assertThat(stalled.read(10).status().getCode()).isEqualTo(Status.Code.CANCELLED);
    }

    @Test
    void handlerFails_clientReadsNothing_nothingIsLeftOfTheStream() throws Exception {
        stall(rig.goodToken());

        handlers.outflow.get(20, TimeUnit.SECONDS).fail(Drain.failure());

        rig.awaitNoOpenCalls();
    }

    @Test
    void streamEndsWell_clientIsLateToRead_hasAllAnswersAndTheEnd() throws Exception {
        handlers.work = item -> CompletableFuture.completedFuture(true);
        handlers.padding = "x".repeat(MESSAGE_BYTES);
        ManualCall<ReconcileInventoryRequest, ReconcileInventoryResponse> late =
                rig.reconcile().send(count(1)).halfClose();
        await(() -> rig.server.unreadStreams() == 1);
        long closed = System.nanoTime();

        await(() -> System.nanoTime() - closed > TimeUnit.SECONDS.toNanos(1)); // a stream that failed were cut by now

        assertThat(rig.server.openCalls()).isEqualTo(1);
        assertThat(late.read(2).ending()).isEqualTo("OK");
        assertThat(late.answers).hasSize(1);
        rig.awaitNoOpenCalls();
    }

    private ManualCall<WatchInventoryRequest, WatchInventoryResponse> stall(String token) throws Exception {
        AtomicInteger asked = new AtomicInteger();
        handlers.next = () -> asked.incrementAndGet() > 1
                ? null
                : WatchInventoryResponse.newBuilder()
                        .setEvent(InventoryEvent.newBuilder().setProductId("x".repeat(MESSAGE_BYTES)))
                        .build();
        ManualCall<WatchInventoryRequest, WatchInventoryResponse> stalled = rig.watch(token);
        handlers.outflow.get(20, TimeUnit.SECONDS).signal();
        await(() -> asked.get() > 0);
        return stalled;
    }
}
