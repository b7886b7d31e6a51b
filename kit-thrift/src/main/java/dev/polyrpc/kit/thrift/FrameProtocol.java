package dev.polyrpc.kit.thrift;

import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.transport.TTransport;
import org.jspecify.annotations.Nullable;

/** How a frame says what it says; its first byte tells which. */
public enum FrameProtocol {
    /** The compact protocol. */
    COMPACT(0x82) {
        @Override
        TProtocol over(TTransport transport) {
            return new StrictCompactProtocol(transport);
        }
    },
    /** The binary protocol, with a version. */
    BINARY(0x80) {
        @Override
        TProtocol over(TTransport transport) {
            return new StrictBinaryProtocol(transport);
        }
    };

    /** The most entries that a list, a set or a map may have. */
    static final int MAX_ENTRIES = 16_384;

    private final byte first;

    FrameProtocol(int first) {
        this.first = (byte) first;
    }

    /** The protocol of the frame with that first byte; null where it is none of these. */
    static @Nullable FrameProtocol of(byte first) {
        if (first == COMPACT.first) {
            return COMPACT;
        }
        return first == BINARY.first ? BINARY : null;
    }

    /** Reads from or writes to a transport, for use by one thread. */
    abstract TProtocol over(TTransport transport);
}
