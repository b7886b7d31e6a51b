package dev.polyrpc.gateway.inbound.http;

import dev.polyrpc.gateway.socket.SocketPeer;
import dev.polyrpc.gateway.socket.SocketSession;
import dev.polyrpc.gateway.socket.SocketSessions;
import io.netty.channel.ChannelFuture;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;

/** A WebSocket of Vert.x as the protocol sees it; its thread is the socket's event loop. */
final class VertxSocket extends VertxPeer implements SocketPeer {
    private final ServerWebSocket socket;

    private VertxSocket(ServerWebSocket socket) {
        this.socket = socket;
    }

    /** Has a socket that was just accepted speak the protocol; called on its event loop. */
    static void open(ServerWebSocket socket, SocketSessions sessions) {
        SendBuffer.bound(((WebSocketInternal) socket).channelHandlerContext());
        VertxSocket peer = new VertxSocket(socket);
        SocketSession session = sessions.open(peer);
        socket.textMessageHandler(text -> {
            session.text(text);
            peer.pauseWhileFull();
        });
        socket.binaryMessageHandler(bytes -> session.malformed("(expected: text)"));
        socket.pongHandler(pong -> session.alive());
        socket.drainHandler(drained -> {
            socket.resume();
            session.writable();
        });
        socket.shutdownHandler(stopping -> session.drain());
        socket.exceptionHandler(broken -> session.malformed("(expected: frames of the size that is allowed)"));
        socket.closeHandler(closed -> session.closed());
    }

    /** Who sends without reading what comes back is not read either, or its answers would fill the memory. */
    private void pauseWhileFull() {
        if (full()) {
            socket.pause();
        }
    }

    @Override
    public void send(String text) {
        if (!socket.isClosed()) {
            socket.writeTextMessage(text);
        }
    }

    @Override
    public boolean full() {
        return socket.isClosed() || socket.writeQueueFull();
    }

    @Override
    public void ping() {
        if (!socket.isClosed()) {
            socket.writePing(Buffer.buffer());
        }
    }

    @Override
    public void close(int code, String reason) {
        if (!socket.isClosed()) {
            socket.shutdownHandler(null); // or Vert.x would leave the close to it
            socket.close((short) code, reason);
        }
    }

    @Override
    public void abort() {
        ChannelFuture unused =
                ((WebSocketInternal) socket).channelHandlerContext().close();
    }
}
