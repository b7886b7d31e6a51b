package dev.polyrpc.returns.inbound.grpc;

import com.google.protobuf.Timestamp;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.proto.returns.v1.InitiateReturnRequest;
import dev.polyrpc.proto.returns.v1.InspectReturnRequest;
import dev.polyrpc.proto.returns.v1.ProductReturn;
import dev.polyrpc.proto.returns.v1.ReturnState;
import dev.polyrpc.proto.returns.v1.ReturnStateChange;
import dev.polyrpc.proto.returns.v1.WatchReturnsResponse;
import dev.polyrpc.returns.domain.Inspection;
import dev.polyrpc.returns.domain.NewReturn;
import dev.polyrpc.returns.domain.ReturnEvent;
import dev.polyrpc.returns.domain.ReturnReason;
import dev.polyrpc.returns.domain.Verdict;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says in the contract's words what the domain says in its own, and the other way round. */
final class ReturnMapper {
    private ReturnMapper() {}

    static NewReturn newReturn(InitiateReturnRequest request) {
        return new NewReturn(request.getOrder(), request.getProductId(), request.getQuantity(), reason(request));
    }

    private static ReturnReason reason(InitiateReturnRequest request) {
        return switch (request.getReason()) {
            case RETURN_REASON_DAMAGED -> ReturnReason.DAMAGED;
            case RETURN_REASON_DEFECTIVE -> ReturnReason.DEFECTIVE;
            case RETURN_REASON_WRONG_ITEM -> ReturnReason.WRONG_ITEM;
            case RETURN_REASON_UNWANTED -> ReturnReason.UNWANTED;
            case RETURN_REASON_UNSPECIFIED, UNRECOGNIZED -> throw unknown("reason", request.getReasonValue());
        };
    }

    static Inspection inspection(InspectReturnRequest request) {
        Verdict verdict = switch (request.getVerdict()) {
            case VERDICT_ACCEPT -> Verdict.ACCEPT;
            case VERDICT_REJECT -> Verdict.REJECT;
            case VERDICT_UNSPECIFIED, UNRECOGNIZED -> throw unknown("verdict", request.getVerdictValue());
        };
        return new Inspection(request.getReturnId(), verdict, request.getNote());
    }

    /** The state to list; null = all. */
    static dev.polyrpc.returns.domain.@Nullable ReturnState state(ReturnState state, int number) {
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
            case UNRECOGNIZED -> throw unknown("state", number);
        };
    }

    static WatchReturnsResponse toProto(ReturnEvent event) {
        return WatchReturnsResponse.newBuilder()
                .setPosition(event.position())
                .setProductReturn(toProto(event.after()))
                .build();
    }

    static List<ProductReturn> toProto(List<dev.polyrpc.returns.domain.ProductReturn> returns) {
        return returns.stream().map(ReturnMapper::toProto).toList();
    }

    static ProductReturn toProto(dev.polyrpc.returns.domain.ProductReturn productReturn) {
        ProductReturn.Builder proto = ProductReturn.newBuilder()
                .setReturnId(productReturn.returnId())
                .setOrder(productReturn.order())
                .setProductId(productReturn.productId())
                .setQuantity(productReturn.quantity())
                .setReason(toProto(productReturn.reason()))
                .setCustomer(productReturn.customer())
                .setState(toProto(productReturn.state()))
                .setCreateTime(toProto(productReturn.createTime()))
                .setUpdateTime(toProto(productReturn.updateTime()));
        productReturn.history().forEach(change -> proto.addHistory(toProto(change)));
        return proto.build();
    }

    private static ReturnStateChange toProto(dev.polyrpc.returns.domain.ReturnStateChange change) {
        return ReturnStateChange.newBuilder()
                .setState(toProto(change.state()))
                .setInitiatedBy(change.initiatedBy())
                .setNote(change.note())
                .setChangeTime(toProto(change.changeTime()))
                .build();
    }

    private static dev.polyrpc.proto.returns.v1.ReturnReason toProto(ReturnReason reason) {
        return switch (reason) {
            case DAMAGED -> dev.polyrpc.proto.returns.v1.ReturnReason.RETURN_REASON_DAMAGED;
            case DEFECTIVE -> dev.polyrpc.proto.returns.v1.ReturnReason.RETURN_REASON_DEFECTIVE;
            case WRONG_ITEM -> dev.polyrpc.proto.returns.v1.ReturnReason.RETURN_REASON_WRONG_ITEM;
            case UNWANTED -> dev.polyrpc.proto.returns.v1.ReturnReason.RETURN_REASON_UNWANTED;
        };
    }

    private static ReturnState toProto(dev.polyrpc.returns.domain.ReturnState state) {
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

    private static Timestamp toProto(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }

    private static Failure unknown(String field, int number) {
        return Failure.invalid("ENUM_VALUE_UNKNOWN", field, number, "one that the contract names, but not 0");
    }
}
