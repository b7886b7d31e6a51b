package dev.polyrpc.returns.inbound.thrift;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.returns.domain.Inspection;
import dev.polyrpc.returns.domain.NewReturn;
import dev.polyrpc.returns.domain.ReturnReason;
import dev.polyrpc.returns.domain.Verdict;
import dev.polyrpc.thrift.returns.v1.InitiateReturnRequest;
import dev.polyrpc.thrift.returns.v1.InspectReturnRequest;
import dev.polyrpc.thrift.returns.v1.ProductReturn;
import dev.polyrpc.thrift.returns.v1.ReturnState;
import dev.polyrpc.thrift.returns.v1.ReturnStateChange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says in the contract's words what the domain says in its own, and the other way round. */
final class ReturnMapper {
    private ReturnMapper() {}

    static NewReturn newReturn(InitiateReturnRequest request) {
        return new NewReturn(
                request.getOrder(), request.getProductId(), request.getQuantity(), reason(request.getReason()));
    }

    private static ReturnReason reason(dev.polyrpc.thrift.returns.v1.@Nullable ReturnReason reason) {
        if (reason == null) {
            throw unknown("reason");
        }
        return switch (reason) {
            case RETURN_REASON_DAMAGED -> ReturnReason.DAMAGED;
            case RETURN_REASON_DEFECTIVE -> ReturnReason.DEFECTIVE;
            case RETURN_REASON_WRONG_ITEM -> ReturnReason.WRONG_ITEM;
            case RETURN_REASON_UNWANTED -> ReturnReason.UNWANTED;
            case RETURN_REASON_UNSPECIFIED -> throw unknown("reason");
        };
    }

    static Inspection inspection(InspectReturnRequest request) {
        return new Inspection(request.getReturnId(), verdict(request.getVerdict()), request.getNote());
    }

    private static Verdict verdict(dev.polyrpc.thrift.returns.v1.@Nullable Verdict verdict) {
        if (verdict == null) {
            throw unknown("verdict");
        }
        return switch (verdict) {
            case VERDICT_ACCEPT -> Verdict.ACCEPT;
            case VERDICT_REJECT -> Verdict.REJECT;
            case VERDICT_UNSPECIFIED -> throw unknown("verdict");
        };
    }

    /** The state to list; null = all. */
    static dev.polyrpc.returns.domain.@Nullable ReturnState state(@Nullable ReturnState state) {
        if (state == null) {
            throw unknown("state"); // not to list all where one was asked for
        }
        return switch (state) {
            case RETURN_STATE_UNSPECIFIED -> null;
            case RETURN_STATE_REQUESTED -> dev.polyrpc.returns.domain.ReturnState.REQUESTED;
            case RETURN_STATE_QUARANTINED -> dev.polyrpc.returns.domain.ReturnState.QUARANTINED;
            case RETURN_STATE_RESTOCKING -> dev.polyrpc.returns.domain.ReturnState.RESTOCKING;
            case RETURN_STATE_RESTOCKED -> dev.polyrpc.returns.domain.ReturnState.RESTOCKED;
            case RETURN_STATE_WRITING_OFF -> dev.polyrpc.returns.domain.ReturnState.WRITING_OFF;
            case RETURN_STATE_WRITTEN_OFF -> dev.polyrpc.returns.domain.ReturnState.WRITTEN_OFF;
            case RETURN_STATE_WITHDRAWING -> dev.polyrpc.returns.domain.ReturnState.WITHDRAWING;
            case RETURN_STATE_WITHDRAWN -> dev.polyrpc.returns.domain.ReturnState.WITHDRAWN;
            case RETURN_STATE_REFUSED -> dev.polyrpc.returns.domain.ReturnState.REFUSED;
        };
    }

    static List<ProductReturn> toThrift(List<dev.polyrpc.returns.domain.ProductReturn> returns) {
        List<ProductReturn> messages = new ArrayList<>(returns.size());
        returns.forEach(one -> messages.add(toThrift(one)));
        return messages;
    }

    static ProductReturn toThrift(dev.polyrpc.returns.domain.ProductReturn productReturn) {
        return new ProductReturn()
                .setReturnId(productReturn.returnId())
                .setOrder(productReturn.order())
                .setProductId(productReturn.productId())
                .setQuantity(productReturn.quantity())
                .setReason(toThrift(productReturn.reason()))
                .setCustomer(productReturn.customer())
                .setState(toThrift(productReturn.state()))
                .setHistory(productReturn.history().stream()
                        .map(ReturnMapper::toThrift)
                        .toList())
                .setCreateTimeMs(productReturn.createTime().toEpochMilli())
                .setUpdateTimeMs(productReturn.updateTime().toEpochMilli());
    }

    private static ReturnStateChange toThrift(dev.polyrpc.returns.domain.ReturnStateChange change) {
        return new ReturnStateChange()
                .setState(toThrift(change.state()))
                .setInitiatedBy(change.initiatedBy())
                .setNote(change.note())
                .setChangeTimeMs(change.changeTime().toEpochMilli());
    }

    private static dev.polyrpc.thrift.returns.v1.ReturnReason toThrift(ReturnReason reason) {
        return switch (reason) {
            case DAMAGED -> dev.polyrpc.thrift.returns.v1.ReturnReason.RETURN_REASON_DAMAGED;
            case DEFECTIVE -> dev.polyrpc.thrift.returns.v1.ReturnReason.RETURN_REASON_DEFECTIVE;
            case WRONG_ITEM -> dev.polyrpc.thrift.returns.v1.ReturnReason.RETURN_REASON_WRONG_ITEM;
            case UNWANTED -> dev.polyrpc.thrift.returns.v1.ReturnReason.RETURN_REASON_UNWANTED;
        };
    }

    private static ReturnState toThrift(dev.polyrpc.returns.domain.ReturnState state) {
        return switch (state) {
            case REQUESTED -> ReturnState.RETURN_STATE_REQUESTED;
            case QUARANTINED -> ReturnState.RETURN_STATE_QUARANTINED;
            case RESTOCKING -> ReturnState.RETURN_STATE_RESTOCKING;
            case RESTOCKED -> ReturnState.RETURN_STATE_RESTOCKED;
            case WRITING_OFF -> ReturnState.RETURN_STATE_WRITING_OFF;
            case WRITTEN_OFF -> ReturnState.RETURN_STATE_WRITTEN_OFF;
            case WITHDRAWING -> ReturnState.RETURN_STATE_WITHDRAWING;
            case WITHDRAWN -> ReturnState.RETURN_STATE_WITHDRAWN;
            case REFUSED -> ReturnState.RETURN_STATE_REFUSED;
        };
    }

    /** An enum's number of no name counts as 0, and is lost when it is read. */
    private static Failure unknown(String field) {
        return Failure.invalid("ENUM_VALUE_UNKNOWN", field, 0, "one that the contract names, but not 0");
    }
}
