package dev.polyrpc.client.file;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;

/** Characters of a UTF-8 text, and the line that they stand on; its line ends are '\n' whatever they were in the file. */
final class Text implements Closeable {
    /** What comes when there is no more. */
    static final int END = -1;

    /** What a decoder puts where bytes are no UTF-8. */
    static final char UNREADABLE = '\uFFFD';

    private static final int BYTE_ORDER_MARK = '\uFEFF';

    private final Reader reader;
    private int next;
    private int afterNext;
    private long line = 1;

    private Text(Reader reader) {
        this.reader = reader;
    }

    static Text open(InputStream bytes) throws IOException {
        Text text = new Text(new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8)));
        text.next = text.reader.read();
        text.afterNext = text.reader.read();
        if (text.next == BYTE_ORDER_MARK) {
            text.advance();
        }
        return text;
    }

    /** The next character, which stays the next. */
    int peek() {
        return next == '\r' && afterNext == '\n' ? '\n' : next;
    }

    int take() throws IOException {
        if (next == '\r' && afterNext == '\n') {
            advance();
        }
        int taken = next;
        if (taken == '\n') {
            line++;
        }
        advance();
        return taken;
    }

    /** Steps over what is left of the line, and its end. */
    void skipLine() throws IOException {
        int taken;
        do {
            taken = take();
        } while (taken != '\n' && taken != END);
    }

    /** Number of the line that the next character stands on, from 1. */
    long line() {
        return line;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    private void advance() throws IOException {
        next = afterNext;
        afterNext = reader.read();
    }
}
