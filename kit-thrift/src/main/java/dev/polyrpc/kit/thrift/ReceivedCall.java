package dev.polyrpc.kit.thrift;

import java.util.Map;
import org.apache.thrift.TBase;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.jspecify.annotations.Nullable;

/**
 * What a frame says first: which method is called. The arguments follow, and may be read by another thread.
 *
 * @param method null where it is none of ours
 * @param arrived when the frame was there, by {@link System#nanoTime}
 */
record ReceivedCall(CallHead head, @Nullable ServedMethod method, long arrived) {
    /** The most characters of the name of an unknown method: its refusal repeats them. */
    private static final int MOST_NAME = 1_024;

    /** Reads the beginning of a frame. */
    static ReceivedCall of(FrameReader frame, Map<String, ServedMethod> methods) throws BadFrame {
        TMessage begin;
        try {
            begin = frame.message().readMessageBegin();
        } catch (TException | RuntimeException e) {
            throw unreadable(e);
        }
        if (begin.type != TMessageType.CALL) {
            throw new BadFrame("message of type %d".formatted(begin.type)); // 4, oneway, would hear of no failure
        }
        ServedMethod method = methods.get(begin.name);
        if (method == null && begin.name.length() > MOST_NAME) {
            throw new BadFrame("a name too long to repeat");
        }
        return new ReceivedCall(new CallHead(frame.protocol(), begin.name, begin.seqid), method, System.nanoTime());
    }

    /** Reads all the rest of a frame, which calls that method. */
    static TBase<?, ?> arguments(FrameReader frame, ServedMethod method) throws BadFrame {
        TBase<?, ?> arguments;
        try {
            arguments = method.arguments(frame.message());
        } catch (TException | RuntimeException e) {
            throw unreadable(e);
        }
        if (frame.getBytesRemainingInBuffer() > 0) {
            throw new BadFrame("%d bytes after the message".formatted(frame.getBytesRemainingInBuffer()));
        }
        return arguments;
    }

    private static BadFrame unreadable(Exception problem) {
        FrameReader.discard();
        return new BadFrame(String.valueOf(problem.getMessage()));
    }
}
