package dev.polyrpc.benchmark.stack;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/** Counts the bytes that pass its channels' sockets, TLS and all. Touched on one event loop alone. */
@Sharable
public final class Traffic extends ChannelDuplexHandler {
    private long sent;
    private long received;

    /** Bytes that went out. */
    public long sent() {
        return sent;
    }

    /** Bytes that came in. */
    public long received() {
        return received;
    }

    /** Has a new channel counted, next to its socket. */
    <C extends Channel> C count(C channel) {
        channel.pipeline().addFirst(this);
        return channel;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes) {
            received += bytes.readableBytes();
        }
        context.fireChannelRead(message);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // it is the promise, which is the caller's
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf bytes) {
            sent += bytes.readableBytes();
        }
        context.write(message, promise);
    }
}
