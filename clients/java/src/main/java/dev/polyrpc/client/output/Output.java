package dev.polyrpc.client.output;

import com.google.protobuf.MessageOrBuilder;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/**
 * Where answers go: aligned tables for people, or with {@code --json} one object a line for programs; notes go beside
 * them, to stderr. Not safe for use by many threads.
 */
public final class Output {
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean json;
    private final int width;

    /**
     * Makes an output.
     *
     * @param width characters of a line of the terminal; 0 where there is none
     */
    public Output(PrintWriter out, PrintWriter err, boolean json, int width) {
        this.out = out;
        this.err = err;
        this.json = json;
        this.width = width;
    }

    /** Shows one message by itself. */
    public <M extends MessageOrBuilder> void one(View<M> view, M message) {
        if (json) {
            out.println(Json.of(message));
        } else {
            Details.lines(view.details(), message).forEach(out::println);
        }
        out.flush();
    }

    /** Shows a list, its columns as wide as its rows need; more rows may follow. */
    public <M extends MessageOrBuilder> Rows<M> all(View<M> view, List<M> messages) {
        int[] widths = json ? new int[0] : Table.fitted(view.columns(), Table.longest(view.columns(), messages), width);
        Rows<M> rows = new Rows<>(view.columns(), out, json, widths);
        rows.begin();
        messages.forEach(rows::add);
        return rows;
    }

    /** Shows messages as they come. */
    public <M extends MessageOrBuilder> Rows<M> rows(View<M> view) {
        int[] widths = view.columns().stream().mapToInt(Column::width).toArray();
        return new Rows<>(view.columns(), out, json, Table.fitted(view.columns(), widths, width));
    }

    /** Shows what is no message of a contract: its fields to programs, the words to people. */
    public void fields(Map<String, String> fields, String words) {
        out.println(json ? Json.of(fields) : words);
        out.flush();
    }

    /** A message that has no view of its own: with {@code --json} itself, else the words for people. */
    public void summary(MessageOrBuilder message, String words) {
        out.println(json ? Json.of(message) : words);
        out.flush();
    }

    /** A line for people; a program sees nothing of it. */
    public void line(String words) {
        if (!json) {
            out.println(words);
            out.flush();
        }
    }

    /** Asks whoever types for a line. */
    public void prompt(String words) {
        err.print(words);
        err.flush();
    }

    /** A line about the work, on stderr; to programs {@code {"note":...}}. */
    public void note(String words) {
        aside(Json.of(Map.of("note", words)), words);
    }

    /** A line on stderr: the object to programs, the words to people. */
    public void aside(String object, String words) {
        err.println(json ? object : words);
        err.flush();
    }

    /** Whether nobody reads any more, as behind a pipe whose reader has ended. */
    public boolean isUnread() {
        return out.checkError();
    }

    /** Whether a program reads along. */
    public boolean isJson() {
        return json;
    }

    /** Whether stdout is a terminal. */
    public boolean isTerminal() {
        return width > 0;
    }
}
