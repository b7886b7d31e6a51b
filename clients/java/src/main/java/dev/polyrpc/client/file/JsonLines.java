package dev.polyrpc.client.file;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Items in JSON, each on a line of its own. */
final class JsonLines<Q extends Message> implements ItemFile.Lines<Q> {
    private static final int LONGEST_LINE = 64 * 1024;

    private final Text text;
    private final ItemFormat<Q> format;

    JsonLines(Text text, ItemFormat<Q> format) {
        this.text = text;
        this.format = format;
    }

    @Override
    public @Nullable FileItem<Q> next() throws IOException {
        while (text.peek() != Text.END) {
            long line = text.line();
            String json = line();
            if (!json.isBlank()) {
                return item(line, json);
            }
        }
        return null;
    }

    private FileItem<Q> item(long line, String json) {
        if (json.length() > LONGEST_LINE) {
            return new FileItem<>(line, null, "over %d characters".formatted(LONGEST_LINE));
        }
        if (json.indexOf(Text.UNREADABLE) >= 0) {
            return new FileItem<>(line, null, "not UTF-8");
        }
        Message.Builder builder = format.json().newBuilderForType();
        try {
            JsonFormat.parser().merge(json, builder);
            @SuppressWarnings("unchecked") // a builder of Q makes Qs
            Q item = (Q) builder.build();
            return new FileItem<>(line, item, "");
        } catch (InvalidProtocolBufferException e) {
            return new FileItem<>(line, null, words(e));
        }
    }

    /** The rest of the line, without its end; of one that is too long, no more than shows that. */
    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (text.peek() != '\n' && text.peek() != Text.END && line.length() <= LONGEST_LINE) {
            line.append((char) text.take());
        }
        text.skipLine();
        return line.toString();
    }

    /** The parser's own words, without the class names that it puts in front, on one line. */
    private static String words(InvalidProtocolBufferException problem) {
        String message = String.valueOf(problem.getMessage());
        return message.replaceFirst("^[\\w.$]*Exception: ", "")
                .lines()
                .findFirst()
                .orElse("no JSON");
    }
}
