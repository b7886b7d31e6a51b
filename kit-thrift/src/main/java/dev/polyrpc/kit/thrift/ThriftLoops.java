package dev.polyrpc.kit.thrift;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

/** The event loops of all Thrift in this process; their threads keep no process alive. */
final class ThriftLoops {
    private static final int LOST_MS = 15_000;
    private static final boolean EPOLL = Epoll.isAvailable();
    private static final EventLoopGroup ACCEPTING = group("thrift-accept", 1);
    private static final EventLoopGroup WORKING =
            group("thrift-worker", Runtime.getRuntime().availableProcessors());

    private ThriftLoops() {}

    /** For a port. */
    static ServerBootstrap server() {
        return new ServerBootstrap()
                .group(ACCEPTING, WORKING)
                .channel(EPOLL ? EpollServerSocketChannel.class : NioServerSocketChannel.class);
    }

    /** The loop that all connections of one more channel live on. */
    static EventLoop next() {
        return WORKING.next();
    }

    /** For a connection to others, on that loop; broken once what was sent is not even received within 15 s. */
    static Bootstrap client(EventLoop loop) {
        Bootstrap client = new Bootstrap().group(loop);
        return EPOLL
                ? client.channel(EpollSocketChannel.class).option(EpollChannelOption.TCP_USER_TIMEOUT, LOST_MS)
                : client.channel(NioSocketChannel.class);
    }

    private static EventLoopGroup group(String name, int threads) {
        IoHandlerFactory io = EPOLL ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        return new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(name, true), io);
    }
}
