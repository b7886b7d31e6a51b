package dev.polyrpc.kit.thrift;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.Arrays;
import org.apache.thrift.TException;
import org.apache.thrift.TSerializable;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.transport.TTransportException;

/** Writes one frame after the other, in an array that is used again. For use by one thread. */
final class FrameWriter extends FrameTransport {
    private static final int FIRST_BYTES = 1024;
    private static final int KEPT_BYTES = 64 * 1024;
    private static final FastThreadLocal<FrameWriter> OF_THREAD = new FastThreadLocal<>() {
        @Override
        protected FrameWriter initialValue() {
            return new FrameWriter();
        }
    };

    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;

    private FrameWriter() {}

    /**
     * The frame of a message.
     *
     * @throws TException if the body cannot be written, or is too long for a frame
     */
    static ByteBuf frame(ByteBufAllocator buffers, FrameProtocol protocol, TMessage head, TSerializable body)
            throws TException {
        FrameWriter writer = OF_THREAD.get();
        boolean whole = false;
        try {
            ByteBuf frame = writer.write(buffers, protocol, head, body);
            whole = true;
            return frame;
        } finally {
            if (!whole) {
                OF_THREAD.remove(); // its protocol stopped somewhere in a message
            }
        }
    }

    private ByteBuf write(ByteBufAllocator buffers, FrameProtocol protocol, TMessage head, TSerializable body)
            throws TException {
        TProtocol message = in(protocol);
        length = 0;
        message.writeMessageBegin(head);
        body.write(message);
        message.writeMessageEnd();
        ByteBuf frame = buffers.buffer(FrameBuffer.LENGTH_BYTES + length);
        frame.writeInt(length).writeBytes(bytes, 0, length);
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[FIRST_BYTES];
        }
        return frame;
    }

    @Override
    public void write(byte[] from, int offset, int count) throws TTransportException {
        if (count > FrameBuffer.MAX_FRAME_BYTES - length) {
            throw new TTransportException(
                    TTransportException.MESSAGE_SIZE_LIMIT,
                    "message over %d bytes".formatted(FrameBuffer.MAX_FRAME_BYTES));
        }
        if (count > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, 2 * bytes.length));
        }
        System.arraycopy(from, offset, bytes, length, count);
        length += count;
    }
}
