package dev.polyrpc.gateway.inbound.http;

import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the system may hold of a connection that its client has not read. */
final class SendBuffer {
    /** Left alone it grows to megabytes: thousands of events, which the backend would have sent for nobody. */
    private static final int BYTES = 32 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(SendBuffer.class);

    private SendBuffer() {}

    /** Bounds that of a connection on which answers follow each other for long. */
    static void bound(ChannelHandlerContext connection) {
        try {
            connection.channel().config().setOption(ChannelOption.SO_SNDBUF, BYTES);
        } catch (ChannelException closed) {
            LOG.debug("a connection was closed before it carried anything", closed);
        }
    }
}
