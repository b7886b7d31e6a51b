package dev.polyrpc.client.demo;

import dev.polyrpc.client.demo.Story.NotHeld;
import dev.polyrpc.client.output.Words;
import dev.polyrpc.client.session.Session;
import dev.polyrpc.client.session.ThriftMethods;
import dev.polyrpc.client.session.ThriftSession;
import dev.polyrpc.client.stream.Reconnection;
import dev.polyrpc.proto.returns.v1.GetReturnRequest;
import dev.polyrpc.proto.returns.v1.InitiateReturnRequest;
import dev.polyrpc.proto.returns.v1.ProductReturn;
import dev.polyrpc.proto.returns.v1.ReturnReason;
import dev.polyrpc.proto.returns.v1.ReturnState;
import dev.polyrpc.thrift.returns.v1.CancelReturnRequest;
import java.time.Duration;
import java.util.UUID;

/** A return goes in over Thrift, is watched and read over gRPC, and is the same return however it is asked for. */
final class ThriftReturnChapter {
    private final Story story;
    private final Session customer;
    private final ThriftSession thrift;
    private final InitiateReturnRequest request;

    ThriftReturnChapter(Story story, Session customer, ThriftSession thrift, String productId) {
        this.story = story;
        this.customer = customer;
        this.thrift = thrift;
        this.request = InitiateReturnRequest.newBuilder()
                .setOrder("order " + UUID.randomUUID())
                .setProductId(productId)
                .setQuantity(1)
                .setReason(ReturnReason.RETURN_REASON_WRONG_ITEM)
                .setRequestId(UUID.randomUUID().toString())
                .build();
    }

    void play() throws NotHeld {
        story.chapter("A return over both wires: opened over Thrift, watched and read over gRPC");
        try (ReturnWatch watch = new ReturnWatch(customer, new Reconnection(Duration.ofSeconds(20), story::detail))) {
            story.check("%s watches her returns over gRPC".formatted(customer.name()), watch::awaitAccepted);
            String id = story.step("she opens one over Thrift", this::open);
            story.detail("return " + id);
            story.check(
                    "the watch sees it come into quarantine",
                    () -> see(watch, id, ReturnState.RETURN_STATE_QUARANTINED));
            story.check(
                    "read over both wires it is the same, with its history",
                    () -> Story.expect("over Thrift", Facts.of(read(id)), Facts.of(readByThrift(id))));
            story.check(
                    "the request sent again, over gRPC now, is answered by the same return",
                    () -> Story.expect(
                            "return",
                            id,
                            customer.returns()
                                    .initiateReturn(request)
                                    .getProductReturn()
                                    .getReturnId()));
            story.check("she withdraws it over Thrift", () -> cancel(id));
            ProductReturn end = story.step("the watch sees that, too", () -> {
                see(watch, id, ReturnState.RETURN_STATE_WITHDRAWN);
                return read(id);
            });
            story.detail("%s, the change made by %s"
                    .formatted(
                            Words.of(end.getState()),
                            end.getHistory(end.getHistoryCount() - 1).getInitiatedBy()));
        }
    }

    private String open() {
        return thrift.returns(
                        ThriftMethods.INITIATE_RETURN,
                        new dev.polyrpc.thrift.returns.v1.InitiateReturnRequest()
                                .setOrder(request.getOrder())
                                .setProductId(request.getProductId())
                                .setQuantity(request.getQuantity())
                                .setReason(dev.polyrpc.thrift.returns.v1.ReturnReason.RETURN_REASON_WRONG_ITEM)
                                .setRequestId(request.getRequestId()))
                .getProductReturn()
                .getReturnId();
    }

    private void cancel(String id) {
        thrift.returns(
                ThriftMethods.CANCEL_RETURN,
                new CancelReturnRequest()
                        .setReturnId(id)
                        .setRequestId(UUID.randomUUID().toString()));
    }

    private ProductReturn read(String id) {
        return customer.returns()
                .getReturn(GetReturnRequest.newBuilder().setReturnId(id).build())
                .getProductReturn();
    }

    private dev.polyrpc.thrift.returns.v1.ProductReturn readByThrift(String id) {
        return thrift.returns(
                        ThriftMethods.GET_RETURN, new dev.polyrpc.thrift.returns.v1.GetReturnRequest().setReturnId(id))
                .getProductReturn();
    }

    private static void see(ReturnWatch watch, String id, ReturnState state) throws InterruptedException {
        ProductReturn changed;
        do {
            changed = watch.next();
        } while (!changed.getReturnId().equals(id) || changed.getState() != state);
    }
}
