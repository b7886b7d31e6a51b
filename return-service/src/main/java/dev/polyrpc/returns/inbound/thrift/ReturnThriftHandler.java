package dev.polyrpc.returns.inbound.thrift;

import static dev.polyrpc.kit.thrift.Answers.answer;
import static dev.polyrpc.kit.thrift.Answers.listed;
import static dev.polyrpc.returns.inbound.thrift.Calls.patience;
import static dev.polyrpc.returns.inbound.thrift.Calls.principal;
import static dev.polyrpc.returns.inbound.thrift.ReturnMapper.toThrift;

import dev.polyrpc.kit.call.Polls;
import dev.polyrpc.kit.thrift.ThriftCall;
import dev.polyrpc.returns.domain.Cancellation;
import dev.polyrpc.returns.domain.Page;
import dev.polyrpc.returns.domain.Principal;
import dev.polyrpc.returns.domain.ReturnCommands;
import dev.polyrpc.returns.domain.ReturnEvent;
import dev.polyrpc.returns.domain.ReturnQueries;
import dev.polyrpc.returns.domain.ReturnWatch;
import dev.polyrpc.thrift.common.v1.CallContext;
import dev.polyrpc.thrift.returns.v1.BatchGetReturnsRequest;
import dev.polyrpc.thrift.returns.v1.BatchGetReturnsResponse;
import dev.polyrpc.thrift.returns.v1.BatchListReturnsRequest;
import dev.polyrpc.thrift.returns.v1.BatchListReturnsResponse;
import dev.polyrpc.thrift.returns.v1.CancelReturnRequest;
import dev.polyrpc.thrift.returns.v1.CancelReturnResponse;
import dev.polyrpc.thrift.returns.v1.GetReturnRequest;
import dev.polyrpc.thrift.returns.v1.GetReturnResponse;
import dev.polyrpc.thrift.returns.v1.InitiateReturnRequest;
import dev.polyrpc.thrift.returns.v1.InitiateReturnResponse;
import dev.polyrpc.thrift.returns.v1.InspectReturnRequest;
import dev.polyrpc.thrift.returns.v1.InspectReturnResponse;
import dev.polyrpc.thrift.returns.v1.InspectReturnsRequest;
import dev.polyrpc.thrift.returns.v1.InspectReturnsResponse;
import dev.polyrpc.thrift.returns.v1.ListReturnsRequest;
import dev.polyrpc.thrift.returns.v1.ListReturnsResponse;
import dev.polyrpc.thrift.returns.v1.ReturnService;
import dev.polyrpc.thrift.returns.v1.ReturnsOfProduct;
import dev.polyrpc.thrift.returns.v1.SubmitReturnsRequest;
import dev.polyrpc.thrift.returns.v1.SubmitReturnsResponse;
import dev.polyrpc.thrift.returns.v1.WatchReturnsRequest;
import dev.polyrpc.thrift.returns.v1.WatchReturnsResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.thrift.async.AsyncMethodCallback;

/** Returns over Thrift. Safe for use by many threads. */
public final class ReturnThriftHandler implements ReturnService.AsyncIface, AutoCloseable {
    private final ReturnCommands commands;
    private final ReturnQueries queries;
    private final Duration itemTimeout;
    private final Polls polls = new Polls();

    /**
     * Serves these use cases.
     *
     * @param itemTimeout how long an item of a list waits for product management
     */
    public ReturnThriftHandler(ReturnCommands commands, ReturnQueries queries, Duration itemTimeout) {
        this.commands = commands;
        this.queries = queries;
        this.itemTimeout = itemTimeout;
    }

    /** The methods that read too much for an event loop. */
    public static String[] blocking() {
        return new String[] {"batchGetReturns", "listReturns", "batchListReturns"};
    }

    @Override
    public void initiateReturn(
            CallContext context, InitiateReturnRequest request, AsyncMethodCallback<InitiateReturnResponse> answers) {
        commands.initiate(principal(), ReturnMapper.newReturn(request), request.getRequestId(), patience())
                .thenApply(opened -> new InitiateReturnResponse().setProductReturn(toThrift(opened)))
                .whenComplete(answer(answers));
    }

    @Override
    public void inspectReturn(
            CallContext context, InspectReturnRequest request, AsyncMethodCallback<InspectReturnResponse> answers) {
        commands.inspect(principal(), ReturnMapper.inspection(request), request.getRequestId(), patience())
                .thenApply(inspected -> new InspectReturnResponse().setProductReturn(toThrift(inspected)))
                .whenComplete(answer(answers));
    }

    @Override
    public void cancelReturn(
            CallContext context, CancelReturnRequest request, AsyncMethodCallback<CancelReturnResponse> answers) {
        commands.cancel(principal(), new Cancellation(request.getReturnId()), request.getRequestId(), patience())
                .thenApply(cancelled -> new CancelReturnResponse().setProductReturn(toThrift(cancelled)))
                .whenComplete(answer(answers));
    }

    @Override
    public void getReturn(
            CallContext context, GetReturnRequest request, AsyncMethodCallback<GetReturnResponse> answers) {
        answers.onComplete(
                new GetReturnResponse().setProductReturn(toThrift(queries.get(principal(), request.getReturnId()))));
    }

    @Override
    public void batchGetReturns(
            CallContext context, BatchGetReturnsRequest request, AsyncMethodCallback<BatchGetReturnsResponse> answers) {
        ReturnQueries.Batch batch = queries.batchGet(principal(), listed(request.getReturnIds()));
        answers.onComplete(new BatchGetReturnsResponse(toThrift(batch.found()), batch.missing()));
    }

    @Override
    public void listReturns(
            CallContext context, ListReturnsRequest request, AsyncMethodCallback<ListReturnsResponse> answers) {
        Page page = queries.list(
                principal(),
                ReturnMapper.state(request.getState()),
                request.getProductId(),
                request.getPageSize(),
                request.getPageToken());
        answers.onComplete(new ListReturnsResponse(toThrift(page.returns()), page.nextToken()));
    }

    @Override
    public void batchListReturns(
            CallContext context,
            BatchListReturnsRequest request,
            AsyncMethodCallback<BatchListReturnsResponse> answers) {
        List<ReturnsOfProduct> products = new ArrayList<>();
        queries.latest(principal(), listed(request.getProductIds()), request.getLimit())
                .forEach((productId, returns) -> products.add(new ReturnsOfProduct(productId, toThrift(returns))));
        answers.onComplete(new BatchListReturnsResponse(products));
    }

    @Override
    public void submitReturns(
            CallContext context, SubmitReturnsRequest request, AsyncMethodCallback<SubmitReturnsResponse> answers) {
        items().open(request).whenComplete(answer(answers));
    }

    @Override
    public void inspectReturns(
            CallContext context, InspectReturnsRequest request, AsyncMethodCallback<InspectReturnsResponse> answers) {
        items().decide(request).whenComplete(answer(answers));
    }

    @Override
    public void watchReturns(
            CallContext context, WatchReturnsRequest request, AsyncMethodCallback<WatchReturnsResponse> answers) {
        Principal caller = principal();
        ThriftCall call = ThriftCall.current();
        polls.poll(
                        new Polls.Asked(request.getLimit(), request.getWaitMs()),
                        call.timeLeft(),
                        call.end(),
                        ReturnEvent::position,
                        more -> watched(caller, request, more))
                .thenApply(polled -> new WatchReturnsResponse(events(polled.events()), polled.nextAfter()))
                .whenComplete(answer(answers));
    }

    private Polls.Watched<ReturnEvent> watched(Principal caller, WatchReturnsRequest request, Runnable more) {
        ReturnWatch events = queries.watch(caller, request.isSetAfter() ? request.getAfter() : null, more);
        return new Polls.Watched<>(events.start(), events.next(), events.position(), events.behind(), events.close());
    }

    /** Has those who poll answered, so that the server can close; from then on nobody waits. */
    @Override
    public void close() {
        polls.close();
    }

    private ReturnItems items() {
        return new ReturnItems(commands, principal(), patience().atMost(itemTimeout));
    }

    private static List<dev.polyrpc.thrift.returns.v1.ReturnEvent> events(List<ReturnEvent> events) {
        return events.stream()
                .map(event -> new dev.polyrpc.thrift.returns.v1.ReturnEvent()
                        .setPosition(event.position())
                        .setProductReturn(toThrift(event.after())))
                .toList();
    }
}
