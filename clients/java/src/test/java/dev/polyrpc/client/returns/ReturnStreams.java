package dev.polyrpc.client.returns;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.grpc.CallContext;
import dev.polyrpc.kit.grpc.Statuses;
import dev.polyrpc.proto.item.v1.ItemRefusal;
import dev.polyrpc.proto.returns.v1.InspectReturnRequest;
import dev.polyrpc.proto.returns.v1.InspectReturnsRequest;
import dev.polyrpc.proto.returns.v1.InspectReturnsResponse;
import dev.polyrpc.proto.returns.v1.ListReturnsRequest;
import dev.polyrpc.proto.returns.v1.ListReturnsResponse;
import dev.polyrpc.proto.returns.v1.ProductReturn;
import dev.polyrpc.proto.returns.v1.ReturnServiceGrpc.ReturnServiceImplBase;
import dev.polyrpc.proto.returns.v1.ReturnState;
import dev.polyrpc.proto.returns.v1.SubmitReturnsRequest;
import dev.polyrpc.proto.returns.v1.SubmitReturnsResponse;
import dev.polyrpc.proto.returns.v1.Verdict;
import dev.polyrpc.proto.returns.v1.WatchReturnsRequest;
import dev.polyrpc.proto.returns.v1.WatchReturnsResponse;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Streams of a return service that knows no return whose id is "gone"; it notes what it is asked, and by whom. */
final class ReturnStreams extends ReturnServiceImplBase {
    final List<SubmitReturnsRequest> submitted = new CopyOnWriteArrayList<>();
    final List<InspectReturnRequest> inspected = new CopyOnWriteArrayList<>();
    final List<WatchReturnsRequest> watched = new CopyOnWriteArrayList<>();
    final List<String> callers = new CopyOnWriteArrayList<>();
    /** What the next streams end with, in place of their first answer; they end well where there is none. */
    final Queue<Failure> ends = new ConcurrentLinkedQueue<>();

    @Override
    public StreamObserver<SubmitReturnsRequest> submitReturns(StreamObserver<SubmitReturnsResponse> answers) {
        callers.add(CallContext.caller().subject());
        SubmitReturnsResponse.Builder summary = SubmitReturnsResponse.newBuilder();
        return receiver(
                item -> {
                    submitted.add(item);
                    if (item.getProductReturn().getQuantity() == 0) {
                        summary.setRefusedCount(summary.getRefusedCount() + 1)
                                .addRefusals(refusal(item.getItem(), "QUANTITY_OUT_OF_RANGE"));
                    } else {
                        summary.setOpenedCount(summary.getOpenedCount() + 1);
                    }
                },
                () -> {
                    if (!broken(answers)) {
                        answers.onNext(summary.build());
                        answers.onCompleted();
                    }
                });
    }

    @Override
    public StreamObserver<InspectReturnsRequest> inspectReturns(StreamObserver<InspectReturnsResponse> answers) {
        return receiver(
                item -> {
                    inspected.add(item.getInspection());
                    if (!broken(answers)) {
                        answers.onNext(answer(item));
                    }
                },
                answers::onCompleted);
    }

    @Override
    public void watchReturns(WatchReturnsRequest request, StreamObserver<WatchReturnsResponse> answers) {
        watched.add(request);
        callers.add(CallContext.caller().subject());
        CallContext.answerHeader("x-watch-position", String.valueOf(request.getAfter()));
        if (!broken(answers)) {
            for (long position = request.getAfter() + 1; position <= request.getAfter() + 3; position++) {
                answers.onNext(WatchReturnsResponse.newBuilder()
                        .setPosition(position)
                        .setProductReturn(one("R-" + position, ReturnState.RETURN_STATE_QUARANTINED))
                        .build());
            }
        }
    }

    @Override
    public void listReturns(ListReturnsRequest request, StreamObserver<ListReturnsResponse> answers) {
        answers.onNext(ListReturnsResponse.newBuilder()
                .addProductReturns(one("R-9", request.getState()))
                .build());
        answers.onCompleted();
    }

    private boolean broken(StreamObserver<?> answers) {
        Failure end = ends.poll();
        if (end != null) {
            answers.onError(Statuses.of(end, "request"));
        }
        return end != null;
    }

    private static InspectReturnsResponse answer(InspectReturnsRequest item) {
        InspectReturnRequest asked = item.getInspection();
        InspectReturnsResponse.Builder answer =
                InspectReturnsResponse.newBuilder().setItem(item.getItem());
        if (asked.getReturnId().equals("gone")) {
            return answer.setRefusal(refusal(item.getItem(), "RETURN_NOT_FOUND"))
                    .build();
        }
        ReturnState state = asked.getVerdict() == Verdict.VERDICT_ACCEPT
                ? ReturnState.RETURN_STATE_RESTOCKED
                : ReturnState.RETURN_STATE_WRITTEN_OFF;
        return answer.setProductReturn(one(asked.getReturnId(), state)).build();
    }

    private static ProductReturn one(String id, ReturnState state) {
        return ProductReturn.newBuilder()
                .setReturnId(id)
                .setProductId("chai")
                .setQuantity(2)
                .setState(state)
                .build();
    }

    private static ItemRefusal refusal(long item, String reason) {
        return ItemRefusal.newBuilder()
                .setItem(item)
                .setReason(reason)
                .setMessage("look again")
                .build();
    }

    private static <Q> StreamObserver<Q> receiver(Consumer<Q> items, Runnable end) {
        return new StreamObserver<>() {
            @Override
            public void onNext(Q item) {
                items.accept(item);
            }

            @Override
            public void onError(Throwable gone) {
                // the client may come again
            }

            @Override
            public void onCompleted() {
                end.run();
            }
        };
    }
}
