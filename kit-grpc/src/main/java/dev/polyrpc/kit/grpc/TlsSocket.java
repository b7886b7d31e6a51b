package dev.polyrpc.kit.grpc;

import dev.polyrpc.kit.tls.LiveConnections;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** A socket of gRPC's as {@link LiveConnections} sees it. Safe for use by many threads. */
record TlsSocket(Channel socket) implements LiveConnections.Connection {
    /** Adds a new socket; it goes when it closes. */
    static void add(Channel socket, LiveConnections connections) {
        Runnable remove = connections.add(new TlsSocket(socket));
        ChannelFuture unused = socket.closeFuture().addListener(closed -> remove.run());
    }

    @Override
    public @Nullable SSLSession session() {
        SslHandler tls = socket.pipeline().get(SslHandler.class);
        return tls != null && tls.handshakeFuture().isSuccess() ? tls.engine().getSession() : null;
    }

    @Override
    public void drain() {
        ChannelFuture unused = socket.close(); // HTTP/2 says GOAWAY, and waits for the calls under way
    }

    /** Past HTTP/2, which would wait for the calls under way. */
    @Override
    public void cut() {
        ChannelHandlerContext nextToSocket = socket.pipeline().firstContext();
        ChannelFuture unused = nextToSocket == null ? socket.close() : nextToSocket.close();
    }
}
