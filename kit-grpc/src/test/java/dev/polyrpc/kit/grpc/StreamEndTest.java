package dev.polyrpc.kit.grpc;

import static dev.polyrpc.kit.grpc.StreamRig.await;
import static dev.polyrpc.kit.grpc.StreamRig.product;
import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.proto.product.v1.InventoryEvent;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.WatchInventoryRequest;
import dev.polyrpc.proto.product.v1.WatchInventoryResponse;
import io.grpc.Context;
import io.grpc.Status;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class StreamEndTest {
    private final StreamRig rig = new StreamRig();
    private final StreamHandlers handlers = rig.handlers;

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void tokenEnds_everyKindOfStreamEnds() throws Exception { // TOK-24
        String token = rig.tokenFor(2);
        ManualCall<?, ?> watch = rig.watch(token).read(1);
        ManualCall<?, ?> importing = rig.call(ProductMgmtServiceGrpc.getImportProductsMethod(), token)
                .read(1);
        ManualCall<?, ?> reconcile = rig.call(ProductMgmtServiceGrpc.getReconcileInventoryMethod(), token)
                .read(1);

        assertThat(watch.ending()).isEqualTo("UNAUTHENTICATED TOKEN_EXPIRED");
        assertThat(importing.ending()).isEqualTo("UNAUTHENTICATED TOKEN_EXPIRED");
        assertThat(reconcile.ending()).isEqualTo("UNAUTHENTICATED TOKEN_EXPIRED");
        rig.awaitNoOpenCalls();
    }

    @Test
    void tokenEnds_clientReadsLate_whatServedItHasEndedBefore() throws Exception { // TOK-24
        handlers.next = () -> WatchInventoryResponse.newBuilder()
                .setEvent(InventoryEvent.newBuilder().setProductId("x".repeat(64 * 1024)))
                .build();
        ManualCall<WatchInventoryRequest, WatchInventoryResponse> stalled = rig.watch(rig.tokenFor(4));
        handlers.outflow.get(20, TimeUnit.SECONDS).signal();

        await(() -> handlers.ends.get() == 1);

        assertThat(stalled.end).isNotDone();
        assertThat(rig.server.openCalls()).isEqualTo(1);
        assertThat(stalled.read(10_000).ending()).isEqualTo("UNAUTHENTICATED TOKEN_EXPIRED");
        rig.awaitNoOpenCalls();
    }

    @Test
    void bidiStream_headersComeBeforeAnyMessage() throws Exception {
        ManualCall<?, ?> call = rig.reconcile();

        assertThat(call.headers.get(20, TimeUnit.SECONDS)).isNotNull();
        call.halfClose();
        assertThat(call.ending()).isEqualTo("OK");
    }

    @Test
    void refusedStream_hasNoHeadersOfItsOwn() throws Exception {
        ManualCall<?, ?> call = rig.watch("no token");

        assertThat(call.ending()).isEqualTo("UNAUTHENTICATED TOKEN_INVALID");
        assertThat(call.headers).isNotDone();
        assertThat(handlers.outflow).isNotDone();
    }

    @Test
    void serverCloses_openWatchEnds_andNoStreamIsTaken() throws Exception {
        ManualCall<WatchInventoryRequest, WatchInventoryResponse> watch =
                rig.watch().read(1);
        ManualCall<?, ?> importing = rig.importing().read(1).send(product(1));
        await(() -> handlers.started.get() == 1 && handlers.outflow.isDone());

        CompletableFuture<Void> closing = CompletableFuture.runAsync(rig.server::close);

        assertThat(watch.ending()).isEqualTo("UNAVAILABLE SERVER_DRAINING");
        assertThat(rig.watch().status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(closing).isNotDone();
        importing.halfClose();
        handlers.complete(1);
        assertThat(importing.ending()).isEqualTo("OK");
        closing.get(5, TimeUnit.SECONDS);
    }

    @Test
    void drainBegunWhileAStreamOpens_endsItToo() {
        Drain drain = new Drain();
        AtomicInteger ended = new AtomicInteger();
        drain.begin();

        drain.add(new Drain.Stream(Context.ROOT, ended::incrementAndGet));

        assertThat(ended).hasValue(1);
    }
}
