package dev.polyrpc.client.output;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Sets rows below each other; on a terminal, free text is cut until a row fits the line. */
final class Table {
    private static final String GAP = "  ";
    private static final int LEAST_TEXT = 8;

    private Table() {}

    /** The characters of each column's longest text, its title included. */
    static <M> int[] longest(List<Column<M>> columns, List<M> messages) {
        return columns.stream()
                .mapToInt(column -> Stream.concat(
                                Stream.of(column.title()), messages.stream().map(column.text()))
                        .mapToInt(text -> Text.width(Text.shown(text)))
                        .max()
                        .orElse(0))
                .toArray();
    }

    static <M> String header(List<Column<M>> columns, int[] widths) {
        return line(columns, widths, i -> columns.get(i).title().toUpperCase(Locale.ROOT));
    }

    static <M> String row(List<Column<M>> columns, M message, int[] widths) {
        return line(columns, widths, i -> Text.shown(columns.get(i).text().apply(message)));
    }

    /** The widths as wanted, those of free text made smaller, the widest first, until all fit the line. */
    static <M> int[] fitted(List<Column<M>> columns, int[] wanted, int width) {
        int[] widths = wanted.clone();
        int tooMuch = Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1) - width;
        for (; width > 0 && tooMuch > 0; tooMuch--) {
            int widest = IntStream.range(0, widths.length)
                    .filter(i -> columns.get(i).kind() == Column.Kind.TEXT && widths[i] > LEAST_TEXT)
                    .reduce((a, b) -> widths[a] >= widths[b] ? a : b)
                    .orElse(-1);
            if (widest < 0) {
                break;
            }
            widths[widest]--;
        }
        return widths;
    }

    private static <M> String line(List<Column<M>> columns, int[] widths, IntFunction<String> cell) {
        return IntStream.range(0, widths.length)
                .mapToObj(i -> set(columns.get(i).kind(), cell.apply(i), widths[i]))
                .collect(Collectors.joining(GAP))
                .stripTrailing();
    }

    private static String set(Column.Kind kind, String text, int width) {
        return switch (kind) {
            case WORD -> text + Text.padding(text, width);
            case NUMBER -> Text.padding(text, width) + text;
            case TEXT -> {
                String cut = Text.cut(text, width);
                yield cut + Text.padding(cut, width);
            }
        };
    }
}
