package dev.polyrpc.product.inbound.grpc;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.identity.Caller;
import dev.polyrpc.product.domain.MoveStock;
import dev.polyrpc.product.domain.Movement;
import dev.polyrpc.proto.policy.v1.PolicyProto;
import dev.polyrpc.proto.product.v1.MoveStockRequest;
import java.util.Map;

/** Reads a movement, and checks what its contract asks of the caller: the scope of its value, and in whose name. */
final class Movements {
    /** The one subject that may move units in somebody else's name: return, resuming work after its call has ended. */
    private static final String RESUMES_WORK = "return";

    private Movements() {}

    static MoveStock movement(MoveStockRequest request, Caller caller) {
        Movement movement = movement(request);
        checkScope(request.getMovement(), caller);
        checkInitiator(request.getInitiatedBy(), caller);
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
            case MOVEMENT_UNSPECIFIED, UNRECOGNIZED ->
                throw Failure.invalid(
                        "MOVEMENT_UNKNOWN", "movement", request.getMovementValue(), "a movement of the contract");
        };
    }

    private static void checkScope(dev.polyrpc.proto.product.v1.Movement movement, Caller caller) {
        String scope = movement.getValueDescriptor().getOptions().getExtension(PolicyProto.valueScope);
        if (!caller.has(scope)) {
            throw new Failure(
                    Kind.DENIED,
                    "SCOPE_MISSING",
                    "scope: missing (expected: %s)".formatted(scope),
                    Map.of("scope", scope));
        }
    }

    private static void checkInitiator(String initiatedBy, Caller caller) {
        if (!initiatedBy.equals(caller.subject()) && !caller.subject().equals(RESUMES_WORK)) {
            throw Failure.invalid(
                    "INITIATOR_INVALID",
                    "initiated_by",
                    "somebody else",
                    "the caller's own subject, " + caller.subject());
        }
    }
}
