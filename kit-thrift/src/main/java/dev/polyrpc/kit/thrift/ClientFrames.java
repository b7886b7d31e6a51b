package dev.polyrpc.kit.thrift;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.thrift.common.v1.CallContext;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TProtocolException;
import org.apache.thrift.transport.TTransportException;

/** Writes the calls of one connection, and reads their answers. For use by one thread. */
final class ClientFrames {
    private final FrameProtocol protocol;
    private int sequence;

    ClientFrames(FrameProtocol protocol) {
        this.protocol = protocol;
    }

    /** A call's frame; a {@link Failure} where it is too long for one. */
    <Q> ByteBuf write(ByteBufAllocator buffers, ThriftMethod<Q, ?> method, CallContext context, Q request)
            throws TException {
        TMessage head = new TMessage(method.name(), TMessageType.CALL, ++sequence);
        try {
            return FrameWriter.frame(buffers, protocol, head, method.arguments(context, request));
        } catch (TTransportException e) {
            throw new Failure(Kind.EXHAUSTED, "RESOURCE_EXHAUSTED", "resource exhausted");
        }
    }

    /**
     * The answer to what was written last; a {@link Failure} where that is a refusal, a {@link TApplicationException} where the
     * method was not even tried.
     */
    <A> A read(ThriftMethod<?, A> method, FrameReader frame) throws TException {
        TProtocol message = frame.message();
        TMessage head = message.readMessageBegin();
        if (head.seqid != sequence) {
            throw new TProtocolException("an answer to another call");
        }
        if (head.type == TMessageType.EXCEPTION) {
            throw TApplicationException.readFrom(message);
        }
        if (head.type != TMessageType.REPLY) {
            throw new TProtocolException("no answer");
        }
        return method.read(message);
    }
}
