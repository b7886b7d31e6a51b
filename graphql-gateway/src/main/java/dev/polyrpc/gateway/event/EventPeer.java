package dev.polyrpc.gateway.event;

import dev.polyrpc.gateway.delivery.Peer;
import java.time.Duration;

/** An answer that stays open, as its transport offers it: {@link EventStream#writable} is called once its queue has room. */
public interface EventPeer extends Peer {
    /** Ends the answer behind what is queued, and cuts it off where that is not read in time. */
    void end(Duration time);
}
