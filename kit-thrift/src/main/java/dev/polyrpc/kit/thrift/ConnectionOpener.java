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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Opens the connections to one backend, at the address of its name that has served last; where that does not, at the next.
 * For use on the event loop that they all live on.
 */
final class ConnectionOpener {
    private static final int CONNECT_MS = 5_000;

    private final HostAndPort server;
    private final Names names;
    private final ThriftTls tls;
    private final LiveConnections connections;
    private final FrameProtocol protocol;
    private final EventLoop loop;
    private int place;
    private int places = 1;

    ConnectionOpener(
            HostAndPort server,
            Names names,
            ThriftTls tls,
            LiveConnections connections,
            FrameProtocol protocol,
            EventLoop loop) {
        this.server = server;
        this.names = names;
        this.tls = tls;
        this.connections = connections;
        this.protocol = protocol;
        this.loop = loop;
    }

    /** Where the addresses of a name are found. */
    interface Names {
        /** All of them. */
        InetAddress[] addresses(String name) throws UnknownHostException;
    }

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
        int tried = place;
        ChannelFuture unused = socket.closeFuture().addListener(closed -> {
            remove.run();
            connection.end(!handshake.handshakeFuture().isSuccess() && isAnotherAfter(tried));
        });
        // Names are looked up elsewhere, as that may take its time.
        CompletableFuture<Void> unusedToo = CompletableFuture.supplyAsync(this::addresses)
                .thenAcceptAsync(
                        found -> {
                            places = Math.max(1, found.size());
                            ChannelFuture connecting = found.isEmpty()
                                    ? socket.newFailedFuture(new UnknownHostException(server.getHost()))
                                    : socket.connect(
                                            new InetSocketAddress(found.get(tried % places), server.getPort()));
                            ChannelFuture unusedAsWell = connecting
                                    .addListener(connected -> connection.failed(connected.cause()))
                                    .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
                        },
                        loop);
        return connection;
    }

    private boolean isAnotherAfter(int tried) {
        place = (tried + 1) % places;
        return place != 0;
    }

    private List<InetAddress> addresses() {
        try {
            return List.of(names.addresses(server.getHost()));
        } catch (UnknownHostException e) {
            return List.of();
        }
    }
}
