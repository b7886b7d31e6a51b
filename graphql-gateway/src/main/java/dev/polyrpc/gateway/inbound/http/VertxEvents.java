package dev.polyrpc.gateway.inbound.http;

import dev.polyrpc.gateway.event.EventPeer;
import dev.polyrpc.gateway.event.EventStream;
import dev.polyrpc.gateway.event.EventStreams;
import dev.polyrpc.gateway.request.Answers;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/** An answer of Vert.x that events go out by; its thread is the request's event loop. */
final class VertxEvents extends VertxPeer implements EventPeer {
    private final HttpServerRequest request;
    private final HttpServerResponse response;

    private VertxEvents(HttpServerRequest request) {
        this.request = request;
        response = request.response();
    }

    /** Has an answer whose head is set carry events; called on its event loop. */
    static void open(HttpServerRequest request, Answers answers, EventStreams streams) {
        VertxEvents peer = new VertxEvents(request);
        peer.response.setChunked(true).writeHead(); // so that a client knows at once that it follows
        EventStream stream = streams.open(peer, answers);
        peer.response.drainHandler(drained -> stream.writable());
        peer.response.exceptionHandler(broken -> stream.closed());
        peer.response.closeHandler(closed -> stream.closed());
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
