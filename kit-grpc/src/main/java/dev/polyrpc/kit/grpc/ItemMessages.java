package dev.polyrpc.kit.grpc;

import dev.polyrpc.kit.call.ItemRefusal;
import dev.polyrpc.kit.call.ShortFailure;

/** Says in the contract's words what became of items. */
public final class ItemMessages {
    private ItemMessages() {}

    /** A refusal, with the code that its item would have got as a unary call. */
    public static dev.polyrpc.proto.item.v1.ItemRefusal toProto(ItemRefusal refusal) {
        return dev.polyrpc.proto.item.v1.ItemRefusal.newBuilder()
                .setItem(refusal.item())
                .setCode(Statuses.code(refusal.failure().kind()).getNumber())
                .setReason(refusal.failure().reason())
                .setMessage(ShortFailure.message(refusal.failure()))
                .build();
    }
}
