package dev.polyrpc.kit.thrift;

import static java.util.Objects.requireNonNull;

import java.util.EnumMap;
import java.util.Map;
import org.apache.thrift.TConfiguration;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.transport.TTransport;
import org.apache.thrift.transport.TTransportException;

/** A frame in memory, of which one side of libthrift's transports makes no sense. For use by one thread. */
abstract class FrameTransport extends TTransport {
    private static final int MAX_DEPTH = 32;
    private static final TConfiguration LIMITS =
            new TConfiguration(FrameBuffer.MAX_FRAME_BYTES, FrameBuffer.MAX_FRAME_BYTES, MAX_DEPTH);

    private final Map<FrameProtocol, TProtocol> protocols = new EnumMap<>(FrameProtocol.class);

    FrameTransport() {
        for (FrameProtocol each : FrameProtocol.values()) {
            protocols.put(each, each.over(this));
        }
    }

    /** What a message is read or written with, at a place in it where no struct is open. */
    final TProtocol in(FrameProtocol protocol) {
        TProtocol message = requireNonNull(protocols.get(protocol));
        message.reset();
        return message;
    }

    @Override
    public final boolean isOpen() {
        return true;
    }

    @Override
    public final void open() {}

    @Override
    public final void close() {}

    @Override
    public int read(byte[] to, int offset, int length) throws TTransportException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void write(byte[] from, int offset, int length) throws TTransportException {
        throw new UnsupportedOperationException();
    }

    @Override
    public final TConfiguration getConfiguration() {
        return LIMITS;
    }

    @Override
    public final void updateKnownMessageSize(long size) {}

    @Override
    public final void resetMessageSizeAndConsumedBytes(long size) {}

    @Override
    public void checkReadBytesAvailable(long length) throws TTransportException {}
}
