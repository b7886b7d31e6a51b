package dev.polyrpc.product.inbound.grpc;

import dev.polyrpc.kit.call.ValueScope;
import dev.polyrpc.kit.identity.Caller;
import dev.polyrpc.product.domain.MoveStock;
import dev.polyrpc.product.domain.Movement;
import dev.polyrpc.proto.product.v1.MoveStockRequest;

/** Reads a movement, and asks of the caller the scope of its value. */
final class Movements {
    private Movements() {}

    static MoveStock movement(MoveStockRequest request, Caller caller) {
        Movement movement = movement(request);
        ValueScope.require(request.getMovement().getValueDescriptor(), caller);
        return new MoveStock(
                request.getMovementId(),
                request.getProductId(),
                request.getQuantity(),
                movement,
                request.getInitiatedBy());
    }

    private static Movement movement(MoveStockRequest request) {
        return switch (request.getMovement()) {
            case MOVEMENT_QUARANTINE -> Movement.QUARANTINE;
            case MOVEMENT_RESTOCK -> Movement.RESTOCK;
            case MOVEMENT_WRITE_OFF -> Movement.WRITE_OFF;
            case MOVEMENT_WITHDRAW -> Movement.WITHDRAW;
            case MOVEMENT_UNSPECIFIED, UNRECOGNIZED -> throw Movement.unknown(request.getMovementValue());
        };
    }
}
