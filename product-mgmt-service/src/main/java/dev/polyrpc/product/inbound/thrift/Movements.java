package dev.polyrpc.product.inbound.thrift;

import dev.polyrpc.kit.call.ValueScope;
import dev.polyrpc.kit.identity.Caller;
import dev.polyrpc.product.domain.MoveStock;
import dev.polyrpc.product.domain.Movement;
import dev.polyrpc.thrift.product.v1.MoveStockRequest;
import org.jspecify.annotations.Nullable;

/** Reads a movement, and asks of the caller the scope of its value. */
final class Movements {
    private Movements() {}

    static MoveStock movement(MoveStockRequest request, Caller caller) {
        Movement movement = movement(request.getMovement());
        ValueScope.require(contract(movement).getValueDescriptor(), caller);
        return new MoveStock(
                request.getMovementId(),
                request.getProductId(),
                request.getQuantity(),
                movement,
                request.getInitiatedBy());
    }

    private static Movement movement(dev.polyrpc.thrift.product.v1.@Nullable Movement movement) {
        if (movement == null) {
            throw Movement.unknown(0); // a number of no name counts as that
        }
        return switch (movement) {
            case MOVEMENT_QUARANTINE -> Movement.QUARANTINE;
            case MOVEMENT_RESTOCK -> Movement.RESTOCK;
            case MOVEMENT_WRITE_OFF -> Movement.WRITE_OFF;
            case MOVEMENT_WITHDRAW -> Movement.WITHDRAW;
            case MOVEMENT_UNSPECIFIED -> throw Movement.unknown(movement.getValue());
        };
    }

    /** The value as the contract in proto knows it, which says what scope it needs. */
    private static dev.polyrpc.proto.product.v1.Movement contract(Movement movement) {
        return switch (movement) {
            case QUARANTINE -> dev.polyrpc.proto.product.v1.Movement.MOVEMENT_QUARANTINE;
            case RESTOCK -> dev.polyrpc.proto.product.v1.Movement.MOVEMENT_RESTOCK;
            case WRITE_OFF -> dev.polyrpc.proto.product.v1.Movement.MOVEMENT_WRITE_OFF;
            case WITHDRAW -> dev.polyrpc.proto.product.v1.Movement.MOVEMENT_WITHDRAW;
        };
    }
}
