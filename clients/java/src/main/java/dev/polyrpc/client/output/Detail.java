package dev.polyrpc.client.output;

import java.util.List;
import java.util.function.Function;

/**
 * One thing that is shown of a message by itself.
 *
 * @param title of its first line
 * @param lines that it takes
 */
public record Detail<M>(String title, Function<M, List<String>> lines) {
    /** A thing that takes one line. */
    public static <M> Detail<M> line(String title, Function<M, Object> text) {
        return new Detail<>(title, message -> List.of(String.valueOf(text.apply(message))));
    }

    /** A thing that takes several lines, or none. */
    public static <M> Detail<M> lines(String title, Function<M, List<String>> lines) {
        return new Detail<>(title, lines);
    }
}
