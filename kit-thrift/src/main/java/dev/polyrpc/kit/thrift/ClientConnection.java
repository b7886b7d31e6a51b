package dev.polyrpc.kit.thrift;

import dev.polyrpc.kit.tls.LiveConnections;
import dev.polyrpc.kit.tls.Thumbprint;
import dev.polyrpc.thrift.common.v1.CallContext;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import javax.net.ssl.SSLSession;
import org.apache.thrift.TException;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a backend, for one call at a time. For use on the event loop alone, but for what {@link LiveConnections}
 * asks of it.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter implements LiveConnections.Connection {
    private final Channel socket;
    private final SslHandler tls;
    private final ConnectionPool pool;
    private final ClientFrames frames;
    private final FrameBuffer received = new FrameBuffer();
    private @Nullable Exchange exchange;
    private @Nullable ChannelFuture sending;
    private @Nullable String certificate;
    private boolean answered;
    private boolean closed;
    private boolean outdated;
    private @Nullable Throwable problem;
    private long askedAt = System.nanoTime();
    private long heardAt = askedAt;

    ClientConnection(Channel socket, SslHandler tls, ConnectionPool pool, ClientFrames frames) {
        this.socket = socket;
        this.tls = tls;
        this.pool = pool;
        this.frames = frames;
    }

    /** Who waits for an answer; one of the two is called. */
    interface Exchange {
        /** An answer came; its frame is good until this returns. */
        void answered(ClientConnection by, FrameReader frame);

        /** There will be no answer; if nothing was sent, nobody can have carried the call out. */
        void lost(ClientConnection by, boolean sent);
    }

    /** The thumbprint of the certificate that we have shown over it. */
    @Nullable
    String certificate() {
        return certificate;
    }

    /** Asks; a refusal to send is thrown, and leaves the connection as good as it was. */
    <Q> void send(ThriftMethod<Q, ?> method, CallContext context, Q request, Exchange asker) throws TException {
        ByteBuf frame = frames.write(socket.alloc(), method, context, request);
        exchange = asker;
        askedAt = System.nanoTime();
        sending = socket.writeAndFlush(frame);
    }

    <A> A read(ThriftMethod<?, A> method, FrameReader frame) throws TException {
        return frames.read(method, frame);
    }

    /** Whether an answer is still to come. */
    boolean isAsked() {
        return exchange != null;
    }

    /** Whether it has ever brought an answer. */
    boolean hasAnswered() {
        return answered;
    }

    /** Whether it ended by itself before it was of any use. */
    boolean isFailed() {
        return !answered && !closed;
    }

    /** Not to be used where there is a newer one. */
    void outdate() {
        outdated = true;
    }

    boolean isOutdated() {
        return outdated;
    }

    /** Why it ended, as far as it is known; its handshake's failure, or the first error after it. */
    @Nullable
    Throwable problem() {
        return problem;
    }

    /** How long nothing has come over it. */
    long quietNanos() {
        return System.nanoTime() - heardAt;
    }

    /** How long the latest that was asked of it, a handshake or an answer, has been on its way. */
    long waitedNanos() {
        return System.nanoTime() - askedAt;
    }

    /** Where it leads. */
    String server() {
        return tls.engine().getPeerHost() + ":" + tls.engine().getPeerPort();
    }

    /** Says why there is no connection, or will be none; null where nothing has failed yet. */
    void failed(@Nullable Throwable cause) {
        if (problem == null) {
            problem = cause;
        }
    }

    /** Closes it; whoever waits for an answer is not told. */
    void close() {
        closed = true;
        exchange = null;
        ChannelFuture unused = socket.close();
    }

    /**
     * It has closed, or could not be opened.
     *
     * @param another whether there is another address to try
     */
    void end(boolean another) {
        Exchange asker = exchange;
        exchange = null;
        pool.lost(this, another);
        if (asker != null) {
            asker.lost(this, sending == null || sending.isSuccess());
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                heardAt = System.nanoTime();
                certificate = Thumbprint.ofLocal(tls.engine().getSession());
                pool.opened(this);
            } else {
                failed(handshake.cause());
            }
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws BadFrame {
        received.add(context.alloc(), (ByteBuf) message);
        FrameReader reader = FrameReader.current();
        while (received.next(reader)) {
            Exchange asker = exchange;
            if (asker == null) {
                close(); // nobody has asked
                return;
            }
            exchange = null;
            answered = true;
            heardAt = System.nanoTime();
            asker.answered(this, reader);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        received.clear();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        failed(cause);
        if (cause instanceof BadFrame) {
            pool.tell(this);
        }
        ChannelFuture unused = context.close();
    }

    @Override
    public @Nullable SSLSession session() {
        return tls.handshakeFuture().isSuccess() ? tls.engine().getSession() : null;
    }

    @Override
    public void drain() {
        socket.eventLoop().execute(() -> pool.retire(this));
    }

    @Override
    public void cut() {
        ChannelFuture unused = socket.close();
    }
}
