package dev.polyrpc.kit.thrift;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.ByteToMessageDecoder;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that a connection has received and nobody has taken yet. It grows by what was received, never by what a length
 * promises, and holds nothing while there is nothing. For use by the connection's event loop.
 */
final class FrameBuffer {
    /** The longest frame, as many bytes as a message over gRPC may have. */
    static final int MAX_FRAME_BYTES = 4 * 1024 * 1024;
    /** A frame begins with how many bytes follow. */
    static final int LENGTH_BYTES = Integer.BYTES;

    private @Nullable ByteBuf received;

    /** Adds what was received, and keeps or releases it. */
    void add(ByteBufAllocator buffers, ByteBuf bytes) {
        ByteBuf left = received;
        if (left != null && left.readerIndex() > 0) { // else what was taken would be kept with what is left of it
            left = buffers.buffer(left.readableBytes() + bytes.readableBytes()).writeBytes(left);
            clear();
        }
        received = left == null ? bytes : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(buffers, left, bytes);
    }

    /**
     * Takes the next frame, if it is whole.
     *
     * @param to where its bytes go
     * @return whether it was
     * @throws BadFrame if what was received begins no frame
     */
    boolean next(FrameReader to) throws BadFrame {
        ByteBuf bytes = received;
        if (bytes == null || bytes.readableBytes() < LENGTH_BYTES) {
            return false;
        }
        int begin = bytes.readerIndex();
        int length = bytes.getInt(begin);
        if (length <= 0 || length > MAX_FRAME_BYTES) {
            throw new BadFrame("length %d".formatted(length));
        }
        if (bytes.readableBytes() == LENGTH_BYTES) {
            return false;
        }
        FrameProtocol protocol = FrameProtocol.of(bytes.getByte(begin + LENGTH_BYTES));
        if (protocol == null) {
            throw new BadFrame("no protocol of ours");
        }
        if (bytes.readableBytes() - LENGTH_BYTES < length) {
            return false;
        }
        bytes.skipBytes(LENGTH_BYTES);
        to.take(protocol, bytes, length);
        if (!bytes.isReadable()) {
            clear();
        }
        return true;
    }

    /** How many bytes of memory it takes. */
    int capacity() {
        return received == null ? 0 : received.capacity();
    }

    /** Whether nothing was received that nobody has taken. */
    boolean isEmpty() {
        return received == null;
    }

    /** Forgets what was received. */
    void clear() {
        if (received != null) {
            received.release();
            received = null;
        }
    }
}
