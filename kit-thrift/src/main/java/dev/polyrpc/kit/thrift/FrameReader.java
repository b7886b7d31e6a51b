package dev.polyrpc.kit.thrift;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.transport.TTransportException;

/**
 * Reads one frame after the other, from an array that is used again. Whoever takes a frame reads it at once: the next is
 * put over it. For use by one thread.
 */
final class FrameReader extends FrameTransport {
    private static final int FIRST_BYTES = 4096;
    private static final int KEPT_BYTES = 64 * 1024;
    private static final FastThreadLocal<FrameReader> OF_THREAD = new FastThreadLocal<>() {
        @Override
        protected FrameReader initialValue() {
            return new FrameReader();
        }
    };

    private FrameProtocol protocol = FrameProtocol.COMPACT;
    private byte[] bytes = new byte[FIRST_BYTES];
    private int position;
    private int end;

    private FrameReader() {}

    /** The current thread's own. */
    static FrameReader current() {
        return OF_THREAD.get();
    }

    /** Has the current thread begin with another: this one's protocols stopped somewhere in a message. */
    static void discard() {
        OF_THREAD.remove();
    }

    /** Takes the next bytes of a buffer as the frame to read. */
    void take(FrameProtocol says, ByteBuf from, int length) {
        protocol = says;
        if (bytes.length < length || bytes.length > KEPT_BYTES) {
            bytes = new byte[Math.max(length, FIRST_BYTES)];
        }
        from.readBytes(bytes, 0, length);
        position = 0;
        end = length;
    }

    /** How the frame says what it says. */
    FrameProtocol protocol() {
        return protocol;
    }

    /** What the frame is read with, from where it was read to. */
    TProtocol message() {
        return in(protocol);
    }

    @Override
    public int read(byte[] to, int offset, int length) throws TTransportException {
        checkReadBytesAvailable(length);
        System.arraycopy(bytes, position, to, offset, length);
        position += length;
        return length;
    }

    @Override
    public byte[] getBuffer() {
        return bytes;
    }

    @Override
    public int getBufferPosition() {
        return position;
    }

    @Override
    public int getBytesRemainingInBuffer() {
        return end - position;
    }

    @Override
    public void consumeBuffer(int length) {
        position += length;
    }

    @Override
    public void checkReadBytesAvailable(long length) throws TTransportException {
        if (length < 0 || length > end - position) {
            throw new TTransportException(TTransportException.END_OF_FILE, "longer than its frame");
        }
    }
}
