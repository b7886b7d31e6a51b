package dev.polyrpc.gateway.inbound.http;

import dev.polyrpc.gateway.event.EventPeer;
import dev.polyrpc.gateway.event.EventStream;
import dev.polyrpc.gateway.event.EventStreams;
import dev.polyrpc.gateway.request.Answers;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;
import java.time.Duration;

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
        if (answers.lasting()) {
            SendBuffer.bound(((HttpServerConnection) request.connection()).channelHandlerContext());
        }
        VertxEvents peer = new VertxEvents(request);
        peer.response.setChunked(true).writeHead(); // so that a client knows at once that it follows
        EventStream stream = streams.open(peer, answers);
        peer.response.drainHandler(drained -> stream.writable());
        peer.response.exceptionHandler(broken -> stream.closed());
        peer.response.closeHandler(closed -> stream.closed());
        stream.start(); // last: an answer that has ended takes no handlers
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
    public void end(Duration time) {
        if (!gone()) {
            Runnable cancelAbort = later(time, this::abort);
            response.end().onComplete(sent -> cancelAbort.run());
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
