package dev.polyrpc.client.output;

import com.google.protobuf.MessageOrBuilder;
import java.io.PrintWriter;
import java.util.List;

/** A table whose rows come one by one, below each other as far as they fit. Not safe for use by many threads. */
public final class Rows<M extends MessageOrBuilder> {
    private final List<Column<M>> columns;
    private final PrintWriter out;
    private final boolean json;
    private final int[] widths;
    private boolean begun;

    Rows(List<Column<M>> columns, PrintWriter out, boolean json, int[] widths) {
        this.columns = columns;
        this.out = out;
        this.json = json;
        this.widths = widths;
    }

    /** Shows the next, at once. */
    public void add(M message) {
        begin();
        out.println(json ? Json.of(message) : Table.row(columns, message, widths));
        out.flush();
    }

    /** Shows the titles, should no row come. */
    void begin() {
        if (!begun && !json) {
            out.println(Table.header(columns, widths));
            out.flush();
        }
        begun = true;
    }
}
