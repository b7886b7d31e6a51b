package dev.polyrpc.returns.inbound.thrift;

import static dev.polyrpc.kit.thrift.Answers.listed;

import dev.polyrpc.kit.call.ItemList;
import dev.polyrpc.kit.call.ItemRefusals;
import dev.polyrpc.kit.thrift.ItemMessages;
import dev.polyrpc.returns.domain.Patience;
import dev.polyrpc.returns.domain.Principal;
import dev.polyrpc.returns.domain.ReturnCommands;
import dev.polyrpc.thrift.common.v1.ItemRefusal;
import dev.polyrpc.thrift.returns.v1.InitiateReturnRequest;
import dev.polyrpc.thrift.returns.v1.InspectReturnRequest;
import dev.polyrpc.thrift.returns.v1.InspectReturnsAnswer;
import dev.polyrpc.thrift.returns.v1.InspectReturnsItem;
import dev.polyrpc.thrift.returns.v1.InspectReturnsOutcome;
import dev.polyrpc.thrift.returns.v1.InspectReturnsRequest;
import dev.polyrpc.thrift.returns.v1.InspectReturnsResponse;
import dev.polyrpc.thrift.returns.v1.SubmitReturnsItem;
import dev.polyrpc.thrift.returns.v1.SubmitReturnsRequest;
import dev.polyrpc.thrift.returns.v1.SubmitReturnsResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The calls that bring lists of items. Each item is the call of the same content by itself, under the same key: who lost the
 * connection may send it again by either.
 */
final class ReturnItems {
    private final ReturnCommands commands;
    private final Principal caller;
    private final Patience patience;

    ReturnItems(ReturnCommands commands, Principal caller, Patience patience) {
        this.commands = commands;
        this.caller = caller;
        this.patience = patience;
    }

    CompletionStage<SubmitReturnsResponse> open(SubmitReturnsRequest request) {
        return ItemList.each(listed(request.getItems()), this::open).thenApply(ReturnItems::summary);
    }

    private CompletionStage<Optional<ItemRefusal>> open(SubmitReturnsItem item, int place) {
        InitiateReturnRequest wanted =
                item.isSetProductReturn() ? item.getProductReturn() : new InitiateReturnRequest();
        return ItemRefusals.orRefusal(
                item.getItem(),
                () -> commands.initiate(caller, ReturnMapper.newReturn(wanted), wanted.getRequestId(), patience)
                        .thenApply(opened -> Optional.empty()),
                refusal -> Optional.of(ItemMessages.toThrift(refusal, place)));
    }

    private static SubmitReturnsResponse summary(List<Optional<ItemRefusal>> all) {
        List<ItemRefusal> refusals = all.stream().flatMap(Optional::stream).toList();
        return new SubmitReturnsResponse(all.size() - refusals.size(), refusals.size(), refusals);
    }

    CompletionStage<InspectReturnsResponse> decide(InspectReturnsRequest request) {
        return ItemList.each(listed(request.getItems()), this::decide).thenApply(InspectReturnsResponse::new);
    }

    private CompletionStage<InspectReturnsAnswer> decide(InspectReturnsItem item, int place) {
        InspectReturnRequest verdict = item.isSetInspection() ? item.getInspection() : new InspectReturnRequest();
        return ItemRefusals.orRefusal(
                        item.getItem(),
                        () -> commands.inspect(
                                        caller, ReturnMapper.inspection(verdict), verdict.getRequestId(), patience)
                                .thenApply(ReturnMapper::toThrift)
                                .thenApply(InspectReturnsOutcome::product_return),
                        refusal -> InspectReturnsOutcome.refusal(ItemMessages.toThrift(refusal, place)))
                .thenApply(outcome ->
                        new InspectReturnsAnswer().setItem(item.getItem()).setOutcome(outcome));
    }
}
