package dev.polyrpc.client.returns;

import com.google.protobuf.Timestamp;
import dev.polyrpc.kit.grpc.CallContext;
import dev.polyrpc.proto.returns.v1.CancelReturnRequest;
import dev.polyrpc.proto.returns.v1.CancelReturnResponse;
import dev.polyrpc.proto.returns.v1.GetReturnRequest;
import dev.polyrpc.proto.returns.v1.GetReturnResponse;
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
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A return service with one return; it notes what it is asked, and by whom. */
final class ReturnBook extends ReturnServiceImplBase {
    static final String ID = "01939f2e-5f5c-7d1a-9a55-2f9d0c6a1b10";

    final List<Object> asked = new CopyOnWriteArrayList<>();
    final List<String> callers = new CopyOnWriteArrayList<>();

    @Override
    public void initiateReturn(InitiateReturnRequest request, StreamObserver<InitiateReturnResponse> responses) {
        note(request);
        answer(
                responses,
                InitiateReturnResponse.newBuilder().setProductReturn(one()).build());
    }

    @Override
    public void getReturn(GetReturnRequest request, StreamObserver<GetReturnResponse> responses) {
        note(request);
        answer(responses, GetReturnResponse.newBuilder().setProductReturn(one()).build());
    }

    @Override
    public void listReturns(ListReturnsRequest request, StreamObserver<ListReturnsResponse> responses) {
        note(request);
        answer(
                responses,
                ListReturnsResponse.newBuilder().addProductReturns(one()).build());
    }

    @Override
    public void inspectReturn(InspectReturnRequest request, StreamObserver<InspectReturnResponse> responses) {
        note(request);
        answer(
                responses,
                InspectReturnResponse.newBuilder().setProductReturn(one()).build());
    }

    @Override
    public void cancelReturn(CancelReturnRequest request, StreamObserver<CancelReturnResponse> responses) {
        note(request);
        answer(
                responses,
                CancelReturnResponse.newBuilder().setProductReturn(one()).build());
    }

    private static ProductReturn one() {
        return ProductReturn.newBuilder()
                .setReturnId(ID)
                .setProductId("chai")
                .setQuantity(2)
                .setCustomer("alice")
                .setOrder("A-1")
                .setReason(ReturnReason.RETURN_REASON_WRONG_ITEM)
                .setState(ReturnState.RETURN_STATE_WRITING_OFF)
                .addHistory(change(ReturnState.RETURN_STATE_QUARANTINED, "alice", ""))
                .addHistory(change(ReturnState.RETURN_STATE_WRITING_OFF, "warehouse", "a\u001B[2Jb"))
                .build();
    }

    private static ReturnStateChange change(ReturnState state, String by, String note) {
        return ReturnStateChange.newBuilder()
                .setState(state)
                .setInitiatedBy(by)
                .setNote(note)
                .setChangeTime(Timestamp.newBuilder().setSeconds(1_800_000_000))
                .build();
    }

    private void note(Object request) {
        asked.add(request);
        callers.add(CallContext.caller().subject());
    }

    private static <A> void answer(StreamObserver<A> responses, A answer) {
        responses.onNext(answer);
        responses.onCompleted();
    }
}
