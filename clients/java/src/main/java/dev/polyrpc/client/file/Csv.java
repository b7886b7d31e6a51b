package dev.polyrpc.client.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of comma-separated values as RFC 4180 writes them, one at a time: a quoted field may hold commas, line ends and
 * doubled quotes. A row that cannot be read is told, and reading goes on behind it.
 */
final class Csv {
    private static final int LONGEST_ROW = 64 * 1024;

    private final Text text;
    private int length;

    Csv(Text text) {
        this.text = text;
    }

    /** The next row; null when there is no more. Empty lines are none. */
    @Nullable
    Row next() throws IOException {
        while (text.peek() == '\n') {
            text.take();
        }
        if (text.peek() == Text.END) {
            return null;
        }
        long line = text.line();
        length = 0;
        try {
            return new Row(line, fields(), "");
        } catch (IllegalArgumentException e) {
            text.skipLine();
            return new Row(line, List.of(), String.valueOf(e.getMessage()));
        }
    }

    private List<String> fields() throws IOException {
        List<String> fields = new ArrayList<>();
        do {
            String field = text.peek() == '"' ? quoted() : plain();
            if (field.indexOf(Text.UNREADABLE) >= 0) {
                throw new IllegalArgumentException("field %d is not UTF-8".formatted(fields.size() + 1));
            }
            fields.add(field);
        } while (goesOn());
        return fields;
    }

    private String plain() throws IOException {
        StringBuilder field = new StringBuilder();
        while (text.peek() != ',' && !atLineEnd()) {
            append(field);
        }
        return field.toString();
    }

    private String quoted() throws IOException {
        StringBuilder field = new StringBuilder();
        text.take();
        while (true) {
            if (text.peek() == Text.END) {
                throw new IllegalArgumentException("a quoted field has no end");
            }
            if (text.peek() == '"') {
                text.take();
                if (text.peek() != '"') {
                    return field.toString();
                }
            }
            append(field);
        }
    }

    private void append(StringBuilder field) throws IOException {
        field.append((char) take());
    }

    private int take() throws IOException {
        if (++length > LONGEST_ROW) {
            throw new IllegalArgumentException("over %d characters, up to line %d: is a quotation mark missing?"
                    .formatted(LONGEST_ROW, text.line()));
        }
        return text.take();
    }

    /** Steps over what ends a field; whether another one follows. */
    private boolean goesOn() throws IOException {
        if (text.peek() != ',' && !atLineEnd()) {
            throw new IllegalArgumentException("a comma or line end is missing behind a quoted field");
        }
        return take() == ',';
    }

    private boolean atLineEnd() {
        return text.peek() == '\n' || text.peek() == Text.END;
    }

    /**
     * One row.
     *
     * @param line number of the line that it begins on, from 1
     * @param fields its fields, none where it cannot be read
     * @param problem why it cannot be read; else empty
     */
    record Row(long line, List<String> fields, String problem) {}
}
