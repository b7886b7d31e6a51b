package dev.polyrpc.kit.thrift;

import com.google.common.net.HostAndPort;
import dev.polyrpc.kit.tls.LiveConnections;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;

/** Opens the connections to one backend. For use on the event loop that they all live on. */
record ConnectionOpener(
        HostAndPort server, ThriftTls tls, LiveConnections connections, FrameProtocol protocol, EventLoop loop) {
    private static final int CONNECT_MS = 5_000;

    /** Begins to connect; the pool is told when it is done, or that there is no connection. */
    ClientConnection open(ConnectionPool pool) {
        SslHandler handshake = tls.opened(ByteBufAllocator.DEFAULT, server.getHost(), server.getPort());
        Channel socket = ThriftLoops.client(loop)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MS)
                .handler(handshake)
                .register()
                .channel();
        ClientConnection connection = new ClientConnection(socket, handshake, pool, new ClientFrames(protocol));
        socket.pipeline().addLast(connection);
        Runnable remove = connections.add(connection);
        ChannelFuture unused = socket.closeFuture().addListener(closed -> {
            remove.run();
            connection.end();
        });
        // Names are looked up elsewhere, as that may take its time.
        CompletableFuture<Void> unusedToo = CompletableFuture.supplyAsync(
                        () -> new InetSocketAddress(server.getHost(), server.getPort()))
                .thenAcceptAsync(address -> connect(socket, address), loop);
        return connection;
    }

    private static void connect(Channel socket, InetSocketAddress address) {
        ChannelFuture unused = address.isUnresolved()
                ? socket.close()
                : socket.connect(address).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }
}
