package dev.polyrpc.kit.thrift;

import static java.util.Objects.requireNonNull;

import dev.polyrpc.kit.call.CallPool;
import dev.polyrpc.kit.call.ConnectedPeer;
import dev.polyrpc.kit.thrift.OpenConnections.OfProcess;
import dev.polyrpc.kit.thrift.WaitTimer.Waiting;
import dev.polyrpc.kit.tls.LiveConnections;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSession;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TBase;
import org.apache.thrift.TException;
import org.apache.thrift.TSerializable;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of a port: serves its frames one after the other, and reads no further while the next waits. All of it
 * runs on the connection's event loop, but for what {@link LiveConnections} asks of it.
 */
final class ServerConnection extends ChannelInboundHandlerAdapter implements LiveConnections.Connection {
    private static final Logger LOG = LoggerFactory.getLogger(ServerConnection.class);
    /** What metrics call a method that is none of ours. */
    private static final String UNKNOWN_METHOD = "unknown";

    private static final String BAD_FRAME = "bad frame";
    /** What any connection may have received and not served: as much as TLS itself keeps for it. */
    private static final int FREE_BYTES = 16 * 1024;
    /** What is longer is read by another thread. */
    private static final int LARGE_BYTES = 128 * 1024;
    /** Frames that are served before other connections of the event loop have their turn. */
    static final int MOST_A_TURN = 16;

    private final Serving serving;
    private final SslHandler tls;
    private final FrameBuffer frames = new FrameBuffer();
    private @Nullable ChannelHandlerContext context;
    private @Nullable WaitTimer waits;
    private volatile @Nullable ConnectedPeer peer;
    private @Nullable OfProcess process;
    private long held;
    private boolean draining;
    private boolean closing;
    private boolean looping;
    private boolean turnDue;
    private @Nullable ServedCall call;
    /** The bytes of the frame that another thread reads; 0 = none is read there. */
    private int reading;

    ServerConnection(Serving serving, SslHandler tls) {
        this.serving = serving;
        this.tls = tls;
    }

    /** Who is at the other end; for calls, which are served once that is known. */
    ConnectedPeer peer() {
        return requireNonNull(peer, "peer");
    }

    EventExecutor loop() {
        return context().executor();
    }

    /** The frame of that type which answers a call; made by any thread. */
    ByteBuf frame(CallHead head, byte type, TSerializable body) throws TException {
        TMessage message = new TMessage(head.method(), type, head.sequence());
        return FrameWriter.frame(context().alloc(), head.protocol(), message, body);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext at, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
            begin(ConnectedPeer.of(tls.engine().getSession()));
        }
        at.fireUserEventTriggered(event);
    }

    private void begin(ConnectedPeer known) {
        peer = known;
        waits = new WaitTimer(serving.waits(), loop(), reason -> close(reason, null));
        process = serving.connections()
                .begin(this, Objects.requireNonNullElse(known.path(), "")); // none of ours is one, too
        if (process == null) {
            close("too many", null);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext at, Object received) {
        ByteBuf bytes = (ByteBuf) received;
        if (closing) {
            bytes.release();
        } else {
            frames.add(at.alloc(), bytes);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext at) {
        serveFrames();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext at) {
        if (at.channel().isWritable()) {
            haveATurn();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext at) {
        frames.clear();
        if (waits != null) {
            waits.end();
        }
        boolean unused = fits();
        if (call != null) {
            ServedCall left = call;
            call = null;
            left.abandon();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext at, Throwable problem) {
        LOG.atDebug().setCause(problem).log("connection broken"); // a handshake refused, or a client gone
        ChannelFuture unused = at.close();
    }

    /** Sends the answer of the call that is served; nothing where the connection has gone on without it. */
    void answer(ServedCall answered, ByteBuf frame) {
        if (call != answered) {
            frame.release();
            return;
        }
        call = null;
        send(frame);
        serveFrames();
    }

    private void send(ByteBuf frame) {
        ChannelFuture unused = context().write(frame);
    }

    private void serveFrames() {
        if (looping || closing || waits == null || !context().channel().isActive()) {
            return; // a call that is answered at once comes by here while its frame is served
        }
        looping = true;
        int served = 0;
        try {
            FrameReader reader = FrameReader.current();
            while (served < MOST_A_TURN && isReady() && frames.next(reader)) {
                served++;
                serve(reader);
            }
        } catch (BadFrame e) {
            context().flush();
            close(BAD_FRAME, e.getMessage());
            return;
        } finally {
            looping = false;
        }
        context().flush();
        if (draining && !isBusy()) {
            closeOnceWritten();
            return;
        }
        boolean whole = frames.isEmpty();
        boolean more = !whole && served == MOST_A_TURN;
        if (!fits()) {
            close("too many bytes of the process", null);
            return;
        }
        if (more) {
            haveATurn();
        }
        read(whole || (isReady() && !more)); // else what came waits, and the rest in the socket
        waits.wait(waiting(whole), served > 0);
    }

    /** Whether its process may have what has come by now and is not served. */
    private boolean fits() {
        long more = Math.max(0, frames.capacity() + reading - FREE_BYTES) - held;
        held += more;
        return more == 0 || process == null || process.hold(more) || more < 0;
    }

    /** Serves what is there once all other connections of the event loop were looked at: a task would come before them. */
    private void haveATurn() {
        if (!turnDue) {
            turnDue = true;
            ScheduledFuture<?> unused = loop().schedule(this::turn, 0, TimeUnit.NANOSECONDS);
        }
    }

    private void turn() {
        turnDue = false;
        serveFrames();
    }

    private void read(boolean on) {
        context().channel().config().setAutoRead(on);
    }

    private boolean isReady() {
        Channel channel = context().channel();
        return !isBusy() && !draining && channel.isWritable() && channel.isActive();
    }

    private boolean isBusy() {
        return call != null || reading > 0;
    }

    private Waiting waiting(boolean whole) {
        if (isBusy()) {
            return Waiting.NOTHING;
        }
        if (!context().channel().isWritable()) {
            return Waiting.UNREAD;
        }
        return whole ? Waiting.IDLE : Waiting.REST;
    }

    private void serve(FrameReader frame) throws BadFrame {
        ReceivedCall received = ReceivedCall.of(frame, serving.methods());
        ServedMethod method = received.method();
        if (method == null) {
            refuseUnknown(received.head()); // nobody knows how to read its arguments
        } else if (frame.getBytesRemainingInBuffer() <= LARGE_BYTES) {
            begun(received, method, ReceivedCall.arguments(frame, method)).begin();
        } else if (serving.pool().isFull() || !ofProcess().large().tryAcquire()) {
            begun(received, method, method.noArguments()).onError(CallPool.full());
        } else {
            FrameReader.discard(); // it is the other thread's now
            reading = frame.getBytesRemainingInBuffer();
            serving.pool().execute(() -> readLarge(frame, received, method));
        }
    }

    /** To read it takes as long as hundreds of calls, for which the event loop is kept free. */
    private void readLarge(FrameReader frame, ReceivedCall received, ServedMethod method) {
        try {
            TBase<?, ?> arguments = ReceivedCall.arguments(frame, method);
            loop().execute(() -> goOn(() -> begun(received, method, arguments).begin()));
        } catch (BadFrame | Error e) {
            loop().execute(() -> goOn(() -> close(BAD_FRAME, e.getMessage())));
        }
    }

    /** The large frame is read, and takes no more memory. */
    private void goOn(Runnable next) {
        reading = 0;
        ofProcess().large().release();
        boolean unused = fits();
        if (!closing && context().channel().isActive()) {
            next.run();
            serveFrames();
        }
    }

    private ServedCall begun(ReceivedCall received, ServedMethod method, TBase<?, ?> arguments) {
        ServedCall begun = new ServedCall(this, serving, received, method, arguments);
        call = begun;
        return begun;
    }

    private void refuseUnknown(CallHead head) {
        serving.metrics().call(UNKNOWN_METHOD, "UNIMPLEMENTED", 0);
        TApplicationException unknown =
                new TApplicationException(TApplicationException.UNKNOWN_METHOD, "no such method");
        try {
            send(frame(head, TMessageType.EXCEPTION, unknown));
        } catch (TException e) {
            throw new IllegalStateException(e); // a name is short
        }
    }

    /** Takes nothing more, and says goodbye if that goes out at once. */
    private void close(String reason, @Nullable String found) {
        boolean polite = !closing && context().channel().isWritable();
        closing = true;
        frames.clear();
        if (waits != null) {
            waits.end();
        }
        serving.metrics().closed(reason);
        ConnectedPeer known = peer;
        LOG.atInfo()
                .addKeyValue("peer", known == null ? null : known.path())
                .addKeyValue("reason", reason)
                .addKeyValue("found", found)
                .log("connection closed");
        if (polite) {
            ChannelFuture unused = context().close();
        } else {
            cut(); // a goodbye would wait behind what is not read
        }
    }

    /** Takes nothing more; what is written may be read for as long as any answer. */
    private void closeOnceWritten() {
        if (closing) {
            return;
        }
        closing = true;
        frames.clear();
        read(false);
        requireNonNull(waits, "waits").wait(Waiting.UNREAD, true);
        ChannelFuture unused = context().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public @Nullable SSLSession session() {
        return tls.handshakeFuture().isSuccess() ? tls.engine().getSession() : null;
    }

    @Override
    public void drain() {
        loop().execute(() -> {
            draining = true;
            if (waits == null) {
                cut(); // nothing can have been asked yet
            } else if (!isBusy()) {
                closeOnceWritten();
            }
        });
    }

    /** Past TLS, which would say goodbye first. */
    @Override
    public void cut() {
        ChannelHandlerContext nextToSocket = context().pipeline().firstContext();
        ChannelFuture unused = nextToSocket == null ? context().close() : nextToSocket.close();
    }

    private OfProcess ofProcess() {
        return requireNonNull(process, "process");
    }

    private ChannelHandlerContext context() {
        return requireNonNull(context, "context");
    }
}
