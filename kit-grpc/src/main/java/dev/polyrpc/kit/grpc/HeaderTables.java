package dev.polyrpc.kit.grpc;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelFuture;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelOutboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Settings;
import java.util.concurrent.Semaphore;

/**
 * Lets a client that calls for many subjects name their tokens once (RFC 7541, 4.2): in the usual 4 KiB there is room for five,
 * and each that comes drives out the headers that all calls share. Such a table may take a few times its size in memory, so
 * only as many connections are offered one as the heap bears; the others go on with the usual. Safe for use by many threads.
 */
final class HeaderTables {
    static final int BYTES = 1 << 20;
    private static final int SHARE_OF_HEAP = 16;
    private static final int MOST = 64;

    private final Semaphore free;

    HeaderTables() {
        this((int) Math.min(MOST, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP / BYTES));
    }

    HeaderTables(int most) {
        free = new Semaphore(most);
    }

    /** Offers one to a new connection, once it speaks HTTP/2. */
    void offer(Channel socket) {
        if (free.tryAcquire()) {
            ChannelFuture unused = socket.closeFuture().addListener(closed -> free.release());
            socket.pipeline().addFirst(new Offer());
        }
    }

    /** Nearest to the socket, where it sees the first settings go. */
    private static final class Offer extends ChannelOutboundHandlerAdapter {
        @Override
        public void flush(ChannelHandlerContext socket) {
            socket.flush();
            ChannelHandlerContext http2 = socket.pipeline().context(Http2ConnectionHandler.class);
            if (http2 != null) {
                socket.pipeline().remove(this);
                socket.executor().execute(() -> settings(http2)); // not in the midst of what is written now
            }
        }

        private static void settings(ChannelHandlerContext http2) {
            if (!http2.isRemoved() && http2.handler() instanceof Http2ConnectionHandler connection) {
                ChannelFuture unused = connection
                        .encoder()
                        .writeSettings(http2, new Http2Settings().headerTableSize(BYTES), http2.newPromise());
                http2.flush();
            }
        }
    }
}
