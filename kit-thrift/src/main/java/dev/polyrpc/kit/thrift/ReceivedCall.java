package dev.polyrpc.kit.thrift;

import java.util.Map;
import org.apache.thrift.TBase;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.jspecify.annotations.Nullable;

/**
 * What a frame says: which method is called, with what.
 *
 * @param method null where it is none of ours, and so are the arguments then
 */
record ReceivedCall(
        CallHead head,
        @Nullable ServedMethod method,
        @Nullable TBase<?, ?> arguments) {
    /** A name of no method of ours may still have so many characters. */
    private static final int MOST_NAME = 1_024;

    /** Reads all of a frame. */
    static ReceivedCall of(FrameReader frame, Map<String, ServedMethod> methods) throws BadFrame {
        ReceivedCall call;
        try {
            call = read(frame, methods);
        } catch (TException | RuntimeException e) {
            FrameReader.discard();
            throw new BadFrame(String.valueOf(e.getMessage()));
        }
        if (call.method != null && frame.getBytesRemainingInBuffer() > 0) {
            throw new BadFrame("%d bytes after the message".formatted(frame.getBytesRemainingInBuffer()));
        }
        return call;
    }

    private static ReceivedCall read(FrameReader frame, Map<String, ServedMethod> methods) throws TException, BadFrame {
        TProtocol message = frame.message();
        TMessage begin = message.readMessageBegin();
        if (begin.type != TMessageType.CALL) {
            throw new BadFrame("message of type %d".formatted(begin.type)); // 4, oneway, would hear of no failure
        }
        CallHead head = new CallHead(frame.protocol(), begin.name, begin.seqid);
        ServedMethod method = methods.get(begin.name);
        if (method == null && begin.name.length() > MOST_NAME) {
            throw new BadFrame("a name too long to repeat");
        }
        if (method == null) {
            return new ReceivedCall(head, null, null); // nobody knows how to read its arguments
        }
        TBase<?, ?> arguments = method.arguments(message);
        message.readMessageEnd();
        return new ReceivedCall(head, method, arguments);
    }
}
