package dev.polyrpc.returns.inbound.grpc;

import static dev.polyrpc.returns.inbound.grpc.Calls.patience;
import static dev.polyrpc.returns.inbound.grpc.Calls.principal;
import static dev.polyrpc.returns.inbound.grpc.ReturnMapper.toProto;

import dev.polyrpc.kit.call.ItemRefusals;
import dev.polyrpc.kit.grpc.ItemMessages;
import dev.polyrpc.kit.grpc.ItemStream;
import dev.polyrpc.proto.returns.v1.InitiateReturnRequest;
import dev.polyrpc.proto.returns.v1.InspectReturnRequest;
import dev.polyrpc.proto.returns.v1.InspectReturnsRequest;
import dev.polyrpc.proto.returns.v1.InspectReturnsResponse;
import dev.polyrpc.proto.returns.v1.SubmitReturnsRequest;
import dev.polyrpc.proto.returns.v1.SubmitReturnsResponse;
import dev.polyrpc.returns.domain.Principal;
import dev.polyrpc.returns.domain.ProductReturn;
import dev.polyrpc.returns.domain.ReturnCommands;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;

/**
 * The streams of items. Each item is the unary call of the same content, under the same key: who lost the connection may send
 * it again by either. Safe for use by many threads.
 */
final class ReturnItems {
    private final ReturnCommands commands;
    private final Duration itemTimeout;

    ReturnItems(ReturnCommands commands, Duration itemTimeout) {
        this.commands = commands;
        this.itemTimeout = itemTimeout;
    }

    /** Opens what comes; answers once, with what became of all. */
    StreamObserver<SubmitReturnsRequest> submit(StreamObserver<SubmitReturnsResponse> responses) {
        Principal caller = principal();
        LongAdder opened = new LongAdder();
        ItemRefusals refusals = new ItemRefusals();
        return ItemStream.collect(
                responses,
                item -> refusals.orKept(item.getItem(), () -> open(caller, item).thenAccept(one -> opened.increment())),
                () -> SubmitReturnsResponse.newBuilder()
                        .setOpenedCount(opened.sum())
                        .setRefusedCount(refusals.count())
                        .addAllRefusals(refusals.first(ItemMessages::toProto))
                        .build());
    }

    /** Decides what comes; answers each verdict as soon as it is known what became of it. */
    StreamObserver<InspectReturnsRequest> inspect(StreamObserver<InspectReturnsResponse> responses) {
        Principal caller = principal();
        return ItemStream.answerEach(
                responses,
                item -> ItemRefusals.orRefusal(
                        item.getItem(),
                        () -> decide(caller, item)
                                .thenApply(decided -> answer(item)
                                        .setProductReturn(toProto(decided))
                                        .build()),
                        refusal -> answer(item)
                                .setRefusal(ItemMessages.toProto(refusal))
                                .build()));
    }

    private CompletionStage<ProductReturn> open(Principal caller, SubmitReturnsRequest item) {
        InitiateReturnRequest wanted = item.getProductReturn();
        return commands.initiate(caller, ReturnMapper.newReturn(wanted), wanted.getRequestId(), patience(itemTimeout));
    }

    private CompletionStage<ProductReturn> decide(Principal caller, InspectReturnsRequest item) {
        InspectReturnRequest verdict = item.getInspection();
        return commands.inspect(
                caller, ReturnMapper.inspection(verdict), verdict.getRequestId(), patience(itemTimeout));
    }

    private static InspectReturnsResponse.Builder answer(InspectReturnsRequest item) {
        return InspectReturnsResponse.newBuilder().setItem(item.getItem());
    }
}
