package dev.polyrpc.benchmark.stack;

import dev.polyrpc.kit.process.DaemonThreads;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/**
 * One thread for all connections of a side, on epoll where the system has it.
 *
 * @param clientChannel what goes with the group on a client
 * @param serverChannel what goes with the group on a server
 */
public record EventLoop(
        EventLoopGroup group, Class<? extends Channel> clientChannel, Class<? extends ServerChannel> serverChannel) {

    /** Makes a loop whose thread has that name. */
    public static EventLoop create(String name) {
        return Epoll.isAvailable()
                ? new EventLoop(
                        new MultiThreadIoEventLoopGroup(1, DaemonThreads.named(name), EpollIoHandler.newFactory()),
                        EpollSocketChannel.class,
                        EpollServerSocketChannel.class)
                : new EventLoop(
                        new MultiThreadIoEventLoopGroup(1, DaemonThreads.named(name), NioIoHandler.newFactory()),
                        NioSocketChannel.class,
                        NioServerSocketChannel.class);
    }

    /** A new channel of a client, not connected yet. */
    Channel newClientChannel() {
        return clientChannel == EpollSocketChannel.class ? new EpollSocketChannel() : new NioSocketChannel();
    }
}
