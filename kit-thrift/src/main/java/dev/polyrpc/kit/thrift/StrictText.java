package dev.polyrpc.kit.thrift;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.thrift.protocol.TProtocolException;
import org.apache.thrift.transport.TTransport;

/** What both protocols ask of text and bytes that they have read. */
final class StrictText {
    /** What decoding puts where there was no character. */
    private static final char REPLACEMENT = '\uFFFD';

    private StrictText() {}

    /** The text that was just read, unless its bytes were no UTF-8. */
    static String checked(String text, TTransport from) throws TProtocolException {
        if (text.indexOf(REPLACEMENT) >= 0 && !wasWritten(text.getBytes(StandardCharsets.UTF_8), from)) {
            throw new TProtocolException(TProtocolException.INVALID_DATA, "text is no UTF-8");
        }
        return text;
    }

    /** The same bytes in an array of their own. */
    static ByteBuffer copied(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    }

    private static boolean wasWritten(byte[] text, TTransport from) {
        int end = from.getBufferPosition();
        return end >= text.length && Arrays.equals(text, 0, text.length, from.getBuffer(), end - text.length, end);
    }
}
