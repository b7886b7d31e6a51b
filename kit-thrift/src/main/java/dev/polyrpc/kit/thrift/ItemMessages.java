package dev.polyrpc.kit.thrift;

import dev.polyrpc.kit.call.ItemRefusal;
import dev.polyrpc.kit.call.ShortFailure;

/** Says in the contract's words what became of items. */
public final class ItemMessages {
    private ItemMessages() {}

    /**
     * A refusal, with the code that its item would have got as a call of its own.
     *
     * @param place the item's place in its list, from 1: names it where its own number does not
     */
    public static dev.polyrpc.thrift.common.v1.ItemRefusal toThrift(ItemRefusal refusal, int place) {
        return new dev.polyrpc.thrift.common.v1.ItemRefusal()
                .setItem(refusal.item() < 1 ? place : refusal.item())
                .setCode(Faults.code(refusal.failure().kind()))
                .setReason(refusal.failure().reason())
                .setMessage(ShortFailure.message(refusal.failure()));
    }
}
