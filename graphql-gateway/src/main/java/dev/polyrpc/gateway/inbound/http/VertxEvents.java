package dev.polyrpc.gateway.inbound.http;

import dev.polyrpc.gateway.event.EventPeer;
import dev.polyrpc.gateway.event.EventStream;
import dev.polyrpc.gateway.event.EventStreams;
import dev.polyrpc.gateway.request.Answers;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;

/** An answer of Vert.x that events go out by; its thread is the request's event loop. */
final class VertxEvents implements EventPeer {
    private final Context context;
    private final HttpServerRequest request;
    private final HttpServerResponse response;

    private VertxEvents(Context context, HttpServerRequest request) {
        this.context = context;
        this.request = request;
        response = request.response();
    }

    /** Has an answer whose head is set carry events; called on its event loop. */
    static void open(HttpServerRequest request, Answers answers, EventStreams streams) {
        VertxEvents peer = new VertxEvents(Vertx.currentContext(), request);
        peer.response.setChunked(true).writeHead(); // so that a client knows at once that it follows
        EventStream stream = streams.open(peer, answers);
        peer.response.drainHandler(drained -> stream.writable());
        peer.response.exceptionHandler(broken -> stream.closed());
        peer.response.closeHandler(closed -> stream.closed());
    }

    @Override
    public void execute(Runnable action) {
        if (Vertx.currentContext() == context) {
            action.run();
        } else {
            context.runOnContext(now -> action.run());
        }
    }

    @Override
    public Runnable later(Duration delay, Runnable action) {
        long timer = context.owner().setTimer(Math.max(1, delay.toMillis()), due -> action.run());
        return () -> context.owner().cancelTimer(timer);
    }

    @Override
    public void send(String text) {
        if (!gone()) {
            response.write(text);
        }
    }

    @Override
    public boolean full() {
        return gone() || response.writeQueueFull();
    }

    @Override
    public void end() {
        if (!gone()) {
            response.end();
        }
    }

    @Override
    public void abort() {
        if (request.version() == HttpVersion.HTTP_2) {
            response.reset();
        } else {
            request.connection().close();
        }
    }

    private boolean gone() {
        return response.closed() || response.ended();
    }
}
