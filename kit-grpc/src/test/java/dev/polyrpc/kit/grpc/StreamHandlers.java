package dev.polyrpc.kit.grpc;

import dev.polyrpc.kit.call.ItemRefusals;
import dev.polyrpc.proto.product.v1.ImportProductsRequest;
import dev.polyrpc.proto.product.v1.ImportProductsResponse;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.ReconcileInventoryRequest;
import dev.polyrpc.proto.product.v1.ReconcileInventoryResponse;
import dev.polyrpc.proto.product.v1.WatchInventoryRequest;
import dev.polyrpc.proto.product.v1.WatchInventoryResponse;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Handlers of the three kinds of streams; what they do for an item is the test's to say. */
final class StreamHandlers extends ProductMgmtServiceGrpc.ProductMgmtServiceImplBase {
    final AtomicInteger started = new AtomicInteger();
    final AtomicInteger done = new AtomicInteger();
    final AtomicInteger ends = new AtomicInteger();
    final AtomicInteger mostUnderWay = new AtomicInteger();
    final ConcurrentLinkedQueue<CompletableFuture<Boolean>> underWay = new ConcurrentLinkedQueue<>();
    final CompletableFuture<Outflow<WatchInventoryResponse>> outflow = new CompletableFuture<>();
    volatile Function<Long, CompletionStage<Boolean>> work = item -> later();
    volatile Supplier<@Nullable WatchInventoryResponse> next = () -> null;
    volatile String padding = "";

    /** Is done when the test says so. */
    private CompletionStage<Boolean> later() {
        CompletableFuture<Boolean> stage = new CompletableFuture<>();
        underWay.add(stage);
        return stage;
    }

    /** Completes up to so many items that are under way; returns how many. */
    int complete(int most) {
        int completed = 0;
        for (CompletableFuture<Boolean> stage = null; completed < most; completed++) {
            stage = underWay.poll();
            if (stage == null) {
                break;
            }
            stage.complete(true);
        }
        return completed;
    }

    @Override
    public StreamObserver<ImportProductsRequest> importProducts(StreamObserver<ImportProductsResponse> responses) {
        return ItemStream.collect(
                responses,
                request -> begin(request.getItem()),
                () -> ImportProductsResponse.newBuilder()
                        .setCreatedCount(done.get())
                        .build());
    }

    @Override
    public StreamObserver<ReconcileInventoryRequest> reconcileInventory(
            StreamObserver<ReconcileInventoryResponse> responses) {
        return ItemStream.answerEach(
                responses,
                request -> ItemRefusals.orRefusal(
                        request.getItem(),
                        () -> begin(request.getItem()).thenApply(done -> answer(request.getItem())),
                        refusal -> ReconcileInventoryResponse.newBuilder()
                                .setItem(request.getItem())
                                .setRefusal(ItemMessages.toProto(refusal))
                                .build()));
    }

    @Override
    public void watchInventory(WatchInventoryRequest request, StreamObserver<WatchInventoryResponse> responses) {
        Outflow<WatchInventoryResponse> made = Outflow.of(responses, () -> next.get());
        made.onEnd(ends::incrementAndGet);
        outflow.complete(made);
    }

    private CompletionStage<Boolean> begin(long item) {
        int open = started.incrementAndGet() - done.get();
        mostUnderWay.accumulateAndGet(open, Math::max);
        return work.apply(item).whenComplete((yes, no) -> done.incrementAndGet());
    }

    private ReconcileInventoryResponse answer(long item) {
        ReconcileInventoryResponse.Builder answer =
                ReconcileInventoryResponse.newBuilder().setItem(item);
        if (!padding.isEmpty()) {
            answer.getRefusalBuilder().setMessage(padding);
        }
        return answer.build();
    }
}
