package dev.polyrpc.kit.thrift;

import java.nio.ByteBuffer;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.transport.TTransport;
import org.apache.thrift.transport.TTransportException;

/** The compact protocol that believes no length beyond the bytes that are there. For use by one thread. */
final class StrictCompactProtocol extends TCompactProtocol {
    StrictCompactProtocol(TTransport transport) {
        super(transport, -1, FrameProtocol.MAX_ENTRIES); // no text is longer than its frame
    }

    /** At least one byte for each entry: an empty struct has its stop. */
    @Override
    public int getMinSerializedSize(byte type) throws TTransportException {
        return Math.max(1, super.getMinSerializedSize(type));
    }

    @Override
    public String readString() throws TException {
        return StrictText.checked(super.readString(), getTransport());
    }

    /** A copy: the frame's own bytes are used again. */
    @Override
    public ByteBuffer readBinary() throws TException {
        return StrictText.copied(super.readBinary());
    }
}
