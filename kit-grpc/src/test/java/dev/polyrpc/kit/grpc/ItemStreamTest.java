package dev.polyrpc.kit.grpc;

import static dev.polyrpc.kit.grpc.StreamRig.await;
import static dev.polyrpc.kit.grpc.StreamRig.count;
import static dev.polyrpc.kit.grpc.StreamRig.product;
import static dev.polyrpc.kit.grpc.StreamRig.settled;
import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.proto.product.v1.ImportProductsRequest;
import dev.polyrpc.proto.product.v1.ImportProductsResponse;
import dev.polyrpc.proto.product.v1.ReconcileInventoryRequest;
import dev.polyrpc.proto.product.v1.ReconcileInventoryResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ItemStreamTest {
    private final StreamRig rig = new StreamRig();
    private final StreamHandlers handlers = rig.handlers;

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void answerEach_nothingDone_startsAWindow_andOneMoreForEachDone() throws Exception {
        ManualCall<ReconcileInventoryRequest, ReconcileInventoryResponse> call =
                rig.reconcile().read(1_000);
        send(call, 1_000);

        await(() -> handlers.started.get() == ItemStream.WINDOW);
        assertThat(settled(handlers.started::get)).isEqualTo(ItemStream.WINDOW);
        handlers.complete(32);
        await(() -> handlers.started.get() == ItemStream.WINDOW + 32);
        await(() -> handlers.complete(1_000) == 0 && handlers.done.get() == 1_000);

        assertThat(answered(call, 1_000)).hasSize(1_000).doesNotHaveDuplicates();
        assertThat(call.halfClose().ending()).isEqualTo("OK");
        assertThat(handlers.mostUnderWay.get()).isLessThanOrEqualTo(ItemStream.WINDOW);
        rig.awaitNoOpenCalls();
    }

    @Test
    void answerEach_halfClosed_answersWhatIsUnderWay_thenCompletes() throws Exception {
        ManualCall<ReconcileInventoryRequest, ReconcileInventoryResponse> call =
                rig.reconcile().read(10);
        send(call, 10);
        call.halfClose();
        await(() -> handlers.started.get() == 10);
        assertThat(call.end).isNotDone();

        handlers.complete(10);

        assertThat(answered(call, 10)).hasSize(10);
        assertThat(call.ending()).isEqualTo("OK");
        rig.awaitNoOpenCalls();
    }

    @Test
    void answerEach_halfClosedWithoutItems_completes() throws Exception {
        assertThat(rig.reconcile().halfClose().ending()).isEqualTo("OK");
    }

    @Test
    void answerEach_doneOnManyThreads_answersEachOnce() throws Exception {
        int items = 20_000;
        ExecutorService threads = Executors.newFixedThreadPool(4);
        handlers.work = item -> CompletableFuture.supplyAsync(() -> true, threads);
        ManualCall<ReconcileInventoryRequest, ReconcileInventoryResponse> call =
                rig.reconcile().read(items);
        send(call, items);
        call.halfClose();

        assertThat(call.ending()).isEqualTo("OK");
        assertThat(answered(call, items))
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, items).boxed().toList());
        assertThat(handlers.mostUnderWay.get()).isLessThanOrEqualTo(ItemStream.WINDOW);
        threads.shutdownNow();
    }

    @Test
    void answerEach_clientDoesNotRead_takesNoMore_untilItReads() throws Exception {
        int items = 2_000;
        handlers.padding = "x".repeat(64 * 1024);
        handlers.work = item -> CompletableFuture.completedStage(true);
        ManualCall<ReconcileInventoryRequest, ReconcileInventoryResponse> call = rig.reconcile();
        send(call, items);
        await(() -> handlers.started.get() > 0);

        // What fits into the connection's window and one of ours, however much is sent.
        assertThat(settled(handlers.started::get)).isLessThan(items / 4);
        call.read(items).halfClose();

        assertThat(answered(call, items)).hasSize(items).doesNotHaveDuplicates();
        assertThat(call.ending()).isEqualTo("OK");
    }

    @Test
    void answerEach_cancelled_startsNoMore_andLeavesNothing() throws Exception {
        ManualCall<ReconcileInventoryRequest, ReconcileInventoryResponse> call =
                rig.reconcile().read(1_000);
        send(call, 1_000);
        await(() -> handlers.started.get() == ItemStream.WINDOW);

        call.cancel();
        rig.awaitNoOpenCalls();
        handlers.complete(1_000);

        assertThat(settled(handlers.started::get)).isEqualTo(ItemStream.WINDOW);
    }

    @Test
    void collect_clientVanishes_startsNoMore_andLeavesNothing() throws Exception {
        try (CutWire wire = new CutWire(rig.server.port())) {
            ManualCall<ImportProductsRequest, ImportProductsResponse> call = rig.importingOver(wire.port());
            for (int item = 1; item <= 1_000; item++) {
                call.send(product(item));
            }
            await(() -> handlers.started.get() == ItemStream.WINDOW);

            wire.cut();
            rig.awaitNoOpenCalls();
            handlers.complete(1_000);

            assertThat(settled(handlers.started::get)).isEqualTo(ItemStream.WINDOW);
        }
    }

    @Test
    void collect_answersOnce_whenAllIsDone() throws Exception {
        ManualCall<ImportProductsRequest, ImportProductsResponse> call =
                rig.importing().read(2);
        for (int item = 1; item <= 500; item++) {
            call.send(product(item));
        }
        call.halfClose();
        await(() -> handlers.complete(1_000) == 0 && handlers.done.get() == 500);

        assertThat(call.ending()).isEqualTo("OK");
        assertThat(call.answers)
                .singleElement()
                .satisfies(summary -> assertThat(summary.getCreatedCount()).isEqualTo(500));
        assertThat(handlers.mostUnderWay.get()).isLessThanOrEqualTo(ItemStream.WINDOW);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"UNAUTHENTICATED", "EXHAUSTED", "DEADLINE", "UNAVAILABLE"})
    void failureOfTheService_endsTheStream(Kind kind) throws Exception {
        handlers.work = item -> CompletableFuture.failedStage(new Failure(kind, "SOME_REASON", "not now"));
        ManualCall<ReconcileInventoryRequest, ReconcileInventoryResponse> call =
                rig.reconcile().read(10).send(count(1));

        assertThat(call.ending())
                .isEqualTo(io.grpc.Status.fromCodeValue(Statuses.code(kind).getNumber())
                                .getCode()
                        + " SOME_REASON");
        assertThat(call.answers).isEmpty();
        rig.awaitNoOpenCalls();
    }

    @Test
    void workThrowsWhatNobodyExpected_isInternal_andStartsNoMore() throws Exception { // RPC-12
        handlers.work = item -> {
            throw new IllegalStateException("SELECT secret");
        };
        ManualCall<ImportProductsRequest, ImportProductsResponse> call =
                rig.importing().read(2).send(product(1)).send(product(2));

        assertThat(call.status().getDescription()).isEqualTo("internal error");
        assertThat(handlers.started).hasValue(1);
        rig.awaitNoOpenCalls();
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"INVALID", "NOT_FOUND", "EXISTS", "CONFLICT", "STATE", "OUT_OF_RANGE", "DENIED"})
    void refusalOfAnItem_isAnswered_andTheNextIsServed(Kind kind) throws Exception {
        handlers.work = item -> {
            if (item == 1) {
                throw new Failure(kind, "SOME_REASON", "x".repeat(1_000));
            }
            return CompletableFuture.completedStage(true);
        };
        ManualCall<ReconcileInventoryRequest, ReconcileInventoryResponse> call =
                rig.reconcile().read(10).send(count(1)).send(count(2)).halfClose();

        assertThat(call.ending()).isEqualTo("OK");
        ReconcileInventoryResponse refused = Objects.requireNonNull(call.answer());
        assertThat(refused.getRefusal().getItem()).isEqualTo(1);
        assertThat(refused.getRefusal().getCode()).isEqualTo(Statuses.code(kind).getNumber());
        assertThat(refused.getRefusal().getReason()).isEqualTo("SOME_REASON");
        assertThat(refused.getRefusal().getMessage()).hasSize(200);
        assertThat(Objects.requireNonNull(call.answer()).hasRefusal()).isFalse();
    }

    @Test
    void serverCloses_answersWhatIsUnderWay_takesNoMore_andEnds() throws Exception {
        ManualCall<ReconcileInventoryRequest, ReconcileInventoryResponse> call =
                rig.reconcile().read(1_000);
        send(call, 10);
        await(() -> handlers.started.get() == 10);

        CompletableFuture<Void> closing = CompletableFuture.runAsync(rig.server::close);
        await(rig.server::isDraining);
        send(call, 10);
        call.halfClose(); // no reason to say OK: not all items were taken
        assertThat(settled(handlers.started::get)).isEqualTo(10);
        handlers.complete(10);

        assertThat(answered(call, 10)).hasSize(10);
        assertThat(call.ending()).isEqualTo("UNAVAILABLE SERVER_DRAINING");
        closing.join();
    }

    @Test
    void serverCloses_clientStreamGoesOnToItsEnd() throws Exception {
        ManualCall<ImportProductsRequest, ImportProductsResponse> call =
                rig.importing().read(2).send(product(1));
        await(() -> handlers.started.get() == 1);

        CompletableFuture<Void> closing = CompletableFuture.runAsync(rig.server::close);
        await(rig.server::isDraining);
        call.send(product(2)).halfClose();
        await(() -> handlers.started.get() == 2);
        handlers.complete(2);

        assertThat(call.ending()).isEqualTo("OK");
        closing.join();
    }

    private static void send(ManualCall<ReconcileInventoryRequest, ReconcileInventoryResponse> call, int items) {
        for (int item = 1; item <= items; item++) {
            call.send(count(item));
        }
    }

    private static List<Long> answered(ManualCall<?, ReconcileInventoryResponse> call, int items) throws Exception {
        List<Long> answered = new ArrayList<>();
        for (int item = 0; item < items; item++) {
            answered.add(Objects.requireNonNull(call.answer()).getItem());
        }
        return answered;
    }
}
