package dev.polyrpc.kit.grpc;

import dev.polyrpc.kit.tls.LiveConnections;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.NettyRuntime;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.internal.SystemPropertyUtil;
import java.net.InetSocketAddress;

/**
 * The event loops of all gRPC in this process: whoever sets where sockets come from, to know which are open, has to bring
 * loops, too. One for two processors: calls run on them and wait for nothing, so that more would only take turns, with
 * smaller batches each; the other half is for writers, pools and callers. {@code -Dio.netty.eventLoopThreads}
 * says otherwise. The threads keep no process alive.
 */
final class EventLoops {
    private static final boolean EPOLL = Epoll.isAvailable();
    private static final String NETTY = "io.netty.";
    private static final int LOOPS =
            SystemPropertyUtil.getInt(NETTY + "eventLoopThreads", Math.max(1, NettyRuntime.availableProcessors() / 2));
    private static final EventLoopGroup ACCEPTING = group("grpc-accept", 1);
    private static final EventLoopGroup WORKING = group("grpc-worker", LOOPS);

    static {
        if (!SystemPropertyUtil.contains(NETTY + "leakDetection.level")) {
            ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED); // else a stack trace each 128 buffers
        }
    }

    private EventLoops() {}

    /** Has a server tell which connections it accepts. */
    static void of(NettyServerBuilder server, LiveConnections connections) {
        server.bossEventLoopGroup(ACCEPTING).workerEventLoopGroup(WORKING).channelFactory(() -> {
            ServerChannel port = EPOLL ? new EpollServerSocketChannel() : new NioServerSocketChannel();
            port.pipeline().addFirst(new Accepted(connections));
            return port;
        });
    }

    /** Has a server listen on a Unix socket; who is connected there says nothing about who calls. */
    static void ofSidecar(NettyServerBuilder server) {
        server.bossEventLoopGroup(ACCEPTING)
                .workerEventLoopGroup(WORKING)
                .channelType(EpollServerDomainSocketChannel.class);
    }

    /** Has a channel connect to a Unix socket. */
    static void ofSidecar(NettyChannelBuilder channel) {
        channel.eventLoopGroup(WORKING).channelType(EpollDomainSocketChannel.class, DomainSocketAddress.class);
    }

    /** Has a channel tell which connections it opens. */
    static void of(NettyChannelBuilder channel, LiveConnections connections) {
        channel.eventLoopGroup(WORKING)
                .channelFactory(
                        () -> {
                            Channel socket = EPOLL ? new EpollSocketChannel() : new NioSocketChannel();
                            TlsSocket.add(socket, connections);
                            return socket;
                        },
                        InetSocketAddress.class);
    }

    private static EventLoopGroup group(String name, int threads) {
        IoHandlerFactory io = EPOLL ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        return new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(name, true), io);
    }

    /** Sees what the port accepts, one message each. */
    private static final class Accepted extends ChannelInboundHandlerAdapter {
        private final LiveConnections connections;

        Accepted(LiveConnections connections) {
            this.connections = connections;
        }

        @Override
        public void channelRead(ChannelHandlerContext port, Object accepted) {
            if (accepted instanceof Channel socket) {
                TlsSocket.add(socket, connections);
            }
            port.fireChannelRead(accepted);
        }
    }
}
