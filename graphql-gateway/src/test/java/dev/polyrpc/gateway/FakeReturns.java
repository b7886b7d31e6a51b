package dev.polyrpc.gateway;

import com.google.protobuf.Timestamp;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.grpc.CallContext;
import dev.polyrpc.proto.returns.v1.BatchGetReturnsRequest;
import dev.polyrpc.proto.returns.v1.BatchGetReturnsResponse;
import dev.polyrpc.proto.returns.v1.BatchListReturnsRequest;
import dev.polyrpc.proto.returns.v1.BatchListReturnsResponse;
import dev.polyrpc.proto.returns.v1.CancelReturnRequest;
import dev.polyrpc.proto.returns.v1.CancelReturnResponse;
import dev.polyrpc.proto.returns.v1.InitiateReturnRequest;
import dev.polyrpc.proto.returns.v1.InitiateReturnResponse;
import dev.polyrpc.proto.returns.v1.InspectReturnRequest;
import dev.polyrpc.proto.returns.v1.InspectReturnResponse;
import dev.polyrpc.proto.returns.v1.ListReturnsRequest;
import dev.polyrpc.proto.returns.v1.ListReturnsResponse;
import dev.polyrpc.proto.returns.v1.ProductReturn;
import dev.polyrpc.proto.returns.v1.ReturnReason;
import dev.polyrpc.proto.returns.v1.ReturnServiceGrpc.ReturnServiceImplBase;
import dev.polyrpc.proto.returns.v1.ReturnState;
import dev.polyrpc.proto.returns.v1.ReturnStateChange;
import dev.polyrpc.proto.returns.v1.ReturnsOfProduct;
import dev.polyrpc.proto.returns.v1.WatchReturnsRequest;
import dev.polyrpc.proto.returns.v1.WatchReturnsResponse;
import io.grpc.stub.StreamObserver;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** The return service by hand: endless returns of alice, number n of product {@code p-n}. */
final class FakeReturns extends ReturnServiceImplBase {
    final Backend backend = new Backend();
    final FakeWatches<WatchReturnsRequest, WatchReturnsResponse> watches = new FakeWatches<>(
            request -> request.hasAfter() ? OptionalLong.of(request.getAfter()) : OptionalLong.empty(),
            FakeReturns::watched);

    static String id(int number) {
        return "01900000-0000-7abc-8000-%012d".formatted(number);
    }

    @Override
    public void watchReturns(WatchReturnsRequest request, StreamObserver<WatchReturnsResponse> answers) {
        backend.begin("WatchReturns");
        watches.open(request, answers);
    }

    @Override
    public void listReturns(ListReturnsRequest request, StreamObserver<ListReturnsResponse> answers) {
        backend.answer("ListReturns", answers, () -> {
            int from = request.getPageToken().isEmpty() ? 0 : Integer.parseInt(request.getPageToken());
            int to = from + request.getPageSize();
            return ListReturnsResponse.newBuilder()
                    .addAllProductReturns(IntStream.range(from, to)
                            .mapToObj(number -> productReturn(number, request.getState()))
                            .toList())
                    .setNextPageToken(String.valueOf(to))
                    .build();
        });
    }

    @Override
    public void batchGetReturns(BatchGetReturnsRequest request, StreamObserver<BatchGetReturnsResponse> answers) {
        backend.answer("BatchGetReturns", answers, () -> {
            BatchGetReturnsResponse.Builder answer = BatchGetReturnsResponse.newBuilder();
            for (String id : request.getReturnIdsList()) {
                if (CallContext.caller().subject().equals("alice")) {
                    answer.addProductReturns(
                            productReturn(Integer.parseInt(id.substring(24)), ReturnState.RETURN_STATE_REQUESTED));
                } else {
                    answer.addMissingReturnIds(id);
                }
            }
            return answer.build();
        });
    }

    @Override
    public void batchListReturns(BatchListReturnsRequest request, StreamObserver<BatchListReturnsResponse> answers) {
        backend.answer(
                "BatchListReturns",
                answers,
                () -> BatchListReturnsResponse.newBuilder()
                        .addAllProducts(request.getProductIdsList().stream()
                                .map(id -> ReturnsOfProduct.newBuilder()
                                        .setProductId(id)
                                        .build())
                                .toList())
                        .build());
    }

    @Override
    public void initiateReturn(InitiateReturnRequest request, StreamObserver<InitiateReturnResponse> answers) {
        backend.answer("InitiateReturn", answers, () -> {
            if (request.getQuantity() < 1) {
                throw Failure.invalid("QUANTITY_OUT_OF_RANGE", "quantity", request.getQuantity(), "1 to 100000");
            }
            return InitiateReturnResponse.newBuilder()
                    .setProductReturn(productReturn(1, ReturnState.RETURN_STATE_QUARANTINED).toBuilder()
                            .setOrder(request.getOrder())
                            .setReason(request.getReason())
                            .setProductId(request.getProductId()))
                    .build();
        });
    }

    @Override
    public void inspectReturn(InspectReturnRequest request, StreamObserver<InspectReturnResponse> answers) {
        backend.answer(
                "InspectReturn",
                answers,
                () -> InspectReturnResponse.newBuilder()
                        .setProductReturn(productReturn(1, ReturnState.RETURN_STATE_RESTOCKED))
                        .build());
    }

    @Override
    public void cancelReturn(CancelReturnRequest request, StreamObserver<CancelReturnResponse> answers) {
        backend.answer("CancelReturn", answers, () -> {
            throw new Failure(Kind.STATE, "RETURN_STATE", "the return is RESTOCKED (expected: QUARANTINED)");
        });
    }

    /** Of returns 0 to 9 in turns. */
    private static WatchReturnsResponse watched(long position, String order) {
        return WatchReturnsResponse.newBuilder()
                .setPosition(position)
                .setProductReturn(productReturn((int) (position % 10), ReturnState.RETURN_STATE_QUARANTINED).toBuilder()
                        .setOrder(order))
                .build();
    }

    private static ProductReturn productReturn(int number, ReturnState state) {
        Timestamp time = Timestamp.newBuilder().setSeconds(1_700_000_000).build();
        return ProductReturn.newBuilder()
                .setReturnId(id(number))
                .setOrder("order " + number)
                .setProductId("p-" + number)
                .setQuantity(1)
                .setReason(ReturnReason.RETURN_REASON_DAMAGED)
                .setCustomer("alice")
                .setState(state == ReturnState.RETURN_STATE_UNSPECIFIED ? ReturnState.RETURN_STATE_REQUESTED : state)
                .addHistory(ReturnStateChange.newBuilder()
                        .setState(ReturnState.RETURN_STATE_REQUESTED)
                        .setInitiatedBy("alice")
                        .setChangeTime(time))
                .setCreateTime(time)
                .setUpdateTime(time)
                .build();
    }
}
