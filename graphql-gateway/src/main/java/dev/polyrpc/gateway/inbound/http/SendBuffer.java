package dev.polyrpc.gateway.inbound.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;

/** What the system may hold of a connection that its client has not read. */
final class SendBuffer {
    /** Left alone it grows to megabytes: thousands of events, which the backend would have sent for nobody. */
    private static final int BYTES = 32 * 1024;

    private SendBuffer() {}

    /** Bounds that of a connection on which answers follow each other for long. */
    static void bound(ChannelHandlerContext connection) {
        connection.channel().config().setOption(ChannelOption.SO_SNDBUF, BYTES);
    }
}
