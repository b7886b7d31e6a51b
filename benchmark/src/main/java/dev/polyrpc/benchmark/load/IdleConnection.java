package dev.polyrpc.benchmark.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** An HTTP/2 connection that makes no call: it does no more than the server asks for to keep it. */
public final class IdleConnection extends ByteToMessageDecoder {
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int HEAD_BYTES = 9;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int ACK = 1;

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (SslHandshakeCompletionEvent.SUCCESS.equals(event)) {
            begin(context);
        }
        context.fireUserEventTriggered(event);
    }

    /** Says what every client says first. */
    void begin(ChannelHandlerContext context) {
        ByteBuf out = context.alloc().ioBuffer().writeBytes(PREFACE);
        frame(out, SETTINGS, 0, 0);
        var unused = context.writeAndFlush(out);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> messages) {
        if (in.readableBytes() < HEAD_BYTES
                || in.readableBytes() < HEAD_BYTES + in.getUnsignedMedium(in.readerIndex())) {
            return;
        }
        int length = in.readUnsignedMedium();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        in.skipBytes(Integer.BYTES);
        ByteBuf payload = in.readSlice(length);
        if ((type == SETTINGS || type == PING) && (flags & ACK) == 0) {
            ByteBuf out = context.alloc().ioBuffer();
            frame(out, type, ACK, type == PING ? length : 0);
            var unused = context.writeAndFlush(type == PING ? out.writeBytes(payload) : out);
        }
    }

    private static void frame(ByteBuf out, int type, int flags, int length) {
        out.writeMedium(length).writeByte(type).writeByte(flags).writeInt(0);
    }
}
