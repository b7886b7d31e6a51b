package dev.polyrpc.benchmark.load;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Answers over HTTP/1.1 whose length stands in the head, all of them 200; where it is GraphQL, without errors. */
public final class HttpAnswers implements Answers {
    private static final byte[] OK = "HTTP/1.1 200".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LENGTH = "\ncontent-length: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ERRORS = "{\"errors\"".getBytes(StandardCharsets.US_ASCII);
    private static final int SHOWN = 400;

    @Override
    public boolean next(ByteBuf in) throws IOException {
        int start = in.readerIndex();
        int end = endOfHead(in);
        if (end < 0) {
            return false;
        }
        int length = length(in, start, end);
        if (in.writerIndex() < end + length) {
            return false;
        }
        if (!startsWith(in, start, OK) || startsWith(in, end, ERRORS)) {
            throw new IOException(in.toString(start, Math.min(SHOWN, in.readableBytes()), StandardCharsets.UTF_8));
        }
        in.readerIndex(end + length);
        return true;
    }

    /** Where the body begins; -1 while the head is not whole. */
    private static int endOfHead(ByteBuf in) {
        for (int at = in.readerIndex() + 3; at < in.writerIndex(); at++) {
            if (in.getByte(at) == '\n' && in.getByte(at - 1) == '\r' && in.getByte(at - 2) == '\n') {
                return at + 1;
            }
        }
        return -1;
    }

    private static int length(ByteBuf in, int start, int end) throws IOException {
        for (int at = start; at < end - LENGTH.length; at++) {
            if (in.getByte(at) == '\n' && isLength(in, at)) {
                int length = 0;
                for (int digit = at + LENGTH.length; in.getByte(digit) != '\r'; digit++) {
                    length = length * 10 + in.getByte(digit) - '0';
                }
                return length;
            }
        }
        throw new IOException("no content-length: " + in.toString(start, end - start, StandardCharsets.US_ASCII));
    }

    private static boolean isLength(ByteBuf in, int at) {
        for (int n = 0; n < LENGTH.length; n++) {
            if (Character.toLowerCase(in.getByte(at + n)) != LENGTH[n]) {
                return false;
            }
        }
        return true;
    }

    private static boolean startsWith(ByteBuf in, int at, byte[] text) {
        if (in.writerIndex() < at + text.length) {
            return false;
        }
        for (int n = 0; n < text.length; n++) {
            if (in.getByte(at + n) != text[n]) {
                return false;
            }
        }
        return true;
    }
}
