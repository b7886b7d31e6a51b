package dev.polyrpc.client.output;

import java.util.function.Function;

/**
 * One thing that is shown of a message.
 *
 * @param title of the column, and of the line where a message is shown by itself
 * @param width characters that the column takes where rows come one by one
 * @param kind how the column is set
 * @param text what is shown
 */
public record Column<M>(String title, int width, Kind kind, Function<M, String> text) {
    /** How a column is set. */
    public enum Kind {
        /** To the left, never cut: ids and the like. */
        WORD,
        /** To the right, never cut. */
        NUMBER,
        /** To the left, cut on a terminal that is not wide enough. */
        TEXT
    }

    /** An id or another word, never cut. */
    public static <M> Column<M> word(String title, int width, Function<M, String> text) {
        return new Column<>(title, width, Kind.WORD, text);
    }

    /** A number, set to the right. */
    public static <M> Column<M> number(String title, int width, Function<M, Object> number) {
        return new Column<>(title, width, Kind.NUMBER, number.andThen(String::valueOf));
    }

    /** Free text, cut on a terminal that is not wide enough. */
    public static <M> Column<M> text(String title, int width, Function<M, String> text) {
        return new Column<>(title, width, Kind.TEXT, text);
    }
}
