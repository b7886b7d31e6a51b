package dev.polyrpc.returns.inbound.grpc;

import static dev.polyrpc.kit.grpc.Answers.answer;
import static dev.polyrpc.returns.inbound.grpc.Calls.patience;
import static dev.polyrpc.returns.inbound.grpc.Calls.principal;
import static dev.polyrpc.returns.inbound.grpc.ReturnMapper.toProto;

import dev.polyrpc.kit.grpc.SharedMessages;
import dev.polyrpc.kit.grpc.WatchAnswer;
import dev.polyrpc.proto.returns.v1.BatchGetReturnsRequest;
import dev.polyrpc.proto.returns.v1.BatchGetReturnsResponse;
import dev.polyrpc.proto.returns.v1.BatchListReturnsRequest;
import dev.polyrpc.proto.returns.v1.BatchListReturnsResponse;
import dev.polyrpc.proto.returns.v1.CancelReturnRequest;
import dev.polyrpc.proto.returns.v1.CancelReturnResponse;
import dev.polyrpc.proto.returns.v1.GetReturnRequest;
import dev.polyrpc.proto.returns.v1.GetReturnResponse;
import dev.polyrpc.proto.returns.v1.InitiateReturnRequest;
import dev.polyrpc.proto.returns.v1.InitiateReturnResponse;
import dev.polyrpc.proto.returns.v1.InspectReturnRequest;
import dev.polyrpc.proto.returns.v1.InspectReturnResponse;
import dev.polyrpc.proto.returns.v1.InspectReturnsRequest;
import dev.polyrpc.proto.returns.v1.InspectReturnsResponse;
import dev.polyrpc.proto.returns.v1.ListReturnsRequest;
import dev.polyrpc.proto.returns.v1.ListReturnsResponse;
import dev.polyrpc.proto.returns.v1.ReturnServiceGrpc;
import dev.polyrpc.proto.returns.v1.ReturnsOfProduct;
import dev.polyrpc.proto.returns.v1.SubmitReturnsRequest;
import dev.polyrpc.proto.returns.v1.SubmitReturnsResponse;
import dev.polyrpc.proto.returns.v1.WatchReturnsRequest;
import dev.polyrpc.proto.returns.v1.WatchReturnsResponse;
import dev.polyrpc.returns.domain.Cancellation;
import dev.polyrpc.returns.domain.Page;
import dev.polyrpc.returns.domain.ReturnCommands;
import dev.polyrpc.returns.domain.ReturnEvent;
import dev.polyrpc.returns.domain.ReturnQueries;
import dev.polyrpc.returns.domain.ReturnWatch;
import io.grpc.MethodDescriptor;
import io.grpc.stub.StreamObserver;
import java.time.Duration;

/** Returns over gRPC. Safe for use by many threads. */
public final class ReturnGrpcService extends ReturnServiceGrpc.ReturnServiceImplBase {
    private final ReturnCommands commands;
    private final ReturnQueries queries;
    private final ReturnItems items;
    private final SharedMessages<ReturnEvent, WatchReturnsResponse> messages =
            new SharedMessages<>(ReturnMapper::toProto);

    /**
     * Serves these use cases.
     *
     * @param itemTimeout how long an item of a stream waits for product management
     */
    public ReturnGrpcService(ReturnCommands commands, ReturnQueries queries, Duration itemTimeout) {
        this.commands = commands;
        this.queries = queries;
        this.items = new ReturnItems(commands, itemTimeout);
    }

    /** The methods that read too much for an event loop. */
    public static MethodDescriptor<?, ?>[] blocking() {
        return new MethodDescriptor<?, ?>[] {
            ReturnServiceGrpc.getBatchGetReturnsMethod(),
            ReturnServiceGrpc.getListReturnsMethod(),
            ReturnServiceGrpc.getBatchListReturnsMethod()
        };
    }

    @Override
    public void initiateReturn(InitiateReturnRequest request, StreamObserver<InitiateReturnResponse> responses) {
        commands.initiate(principal(), ReturnMapper.newReturn(request), request.getRequestId(), patience())
                .thenApply(opened -> InitiateReturnResponse.newBuilder()
                        .setProductReturn(toProto(opened))
                        .build())
                .whenComplete(answer(responses));
    }

    @Override
    public void inspectReturn(InspectReturnRequest request, StreamObserver<InspectReturnResponse> responses) {
        commands.inspect(principal(), ReturnMapper.inspection(request), request.getRequestId(), patience())
                .thenApply(inspected -> InspectReturnResponse.newBuilder()
                        .setProductReturn(toProto(inspected))
                        .build())
                .whenComplete(answer(responses));
    }

    @Override
    public void cancelReturn(CancelReturnRequest request, StreamObserver<CancelReturnResponse> responses) {
        commands.cancel(principal(), new Cancellation(request.getReturnId()), request.getRequestId(), patience())
                .thenApply(cancelled -> CancelReturnResponse.newBuilder()
                        .setProductReturn(toProto(cancelled))
                        .build())
                .whenComplete(answer(responses));
    }

    @Override
    public void getReturn(GetReturnRequest request, StreamObserver<GetReturnResponse> responses) {
        reply(
                responses,
                GetReturnResponse.newBuilder()
                        .setProductReturn(toProto(queries.get(principal(), request.getReturnId())))
                        .build());
    }

    @Override
    public void batchGetReturns(BatchGetReturnsRequest request, StreamObserver<BatchGetReturnsResponse> responses) {
        ReturnQueries.Batch batch = queries.batchGet(principal(), request.getReturnIdsList());
        reply(
                responses,
                BatchGetReturnsResponse.newBuilder()
                        .addAllProductReturns(toProto(batch.found()))
                        .addAllMissingReturnIds(batch.missing())
                        .build());
    }

    @Override
    public void listReturns(ListReturnsRequest request, StreamObserver<ListReturnsResponse> responses) {
        Page page = queries.list(
                principal(),
                ReturnMapper.state(request.getState(), request.getStateValue()),
                request.getProductId(),
                request.getPageSize(),
                request.getPageToken());
        reply(
                responses,
                ListReturnsResponse.newBuilder()
                        .addAllProductReturns(toProto(page.returns()))
                        .setNextPageToken(page.nextToken())
                        .build());
    }

    @Override
    public void batchListReturns(BatchListReturnsRequest request, StreamObserver<BatchListReturnsResponse> responses) {
        BatchListReturnsResponse.Builder response = BatchListReturnsResponse.newBuilder();
        queries.latest(principal(), request.getProductIdsList(), request.getLimit())
                .forEach((productId, returns) -> response.addProducts(
                        ReturnsOfProduct.newBuilder().setProductId(productId).addAllProductReturns(toProto(returns))));
        reply(responses, response.build());
    }

    @Override
    public StreamObserver<SubmitReturnsRequest> submitReturns(StreamObserver<SubmitReturnsResponse> responses) {
        return items.submit(responses);
    }

    @Override
    public StreamObserver<InspectReturnsRequest> inspectReturns(StreamObserver<InspectReturnsResponse> responses) {
        return items.inspect(responses);
    }

    @Override
    public void watchReturns(WatchReturnsRequest request, StreamObserver<WatchReturnsResponse> responses) {
        WatchAnswer.start(
                responses, more -> watched(request, more), (ReturnEvent event) -> messages.of(event.position(), event));
    }

    private WatchAnswer.Watched<ReturnEvent> watched(WatchReturnsRequest request, Runnable more) {
        ReturnWatch events = queries.watch(principal(), request.hasAfter() ? request.getAfter() : null, more);
        return new WatchAnswer.Watched<>(events.start(), events.next(), events.close());
    }

    private static <T> void reply(StreamObserver<T> responses, T response) {
        responses.onNext(response);
        responses.onCompleted();
    }
}
