package dev.polyrpc.gateway.inbound.http;

import dev.polyrpc.gateway.delivery.Peer;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;

/** A client of Vert.x; its thread is the event loop on which it is made. */
abstract sealed class VertxPeer implements Peer permits VertxEvents, VertxSocket {
    private final Context context = Vertx.currentContext();

    @Override
    public final void execute(Runnable action) {
        if (Vertx.currentContext() == context) {
            action.run();
        } else {
            context.runOnContext(now -> action.run());
        }
    }

    @Override
    public final Runnable later(Duration delay, Runnable action) {
        long timer = context.owner().setTimer(Math.max(1, delay.toMillis()), due -> action.run());
        return () -> context.owner().cancelTimer(timer);
    }
}
