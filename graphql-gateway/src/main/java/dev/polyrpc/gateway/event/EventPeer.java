package dev.polyrpc.gateway.event;

import dev.polyrpc.gateway.delivery.Peer;

/** An answer that stays open, as its transport offers it: {@link EventStream#writable} is called once its queue has room. */
public interface EventPeer extends Peer {
    /** Ends the answer behind what is queued. */
    void end();
}
