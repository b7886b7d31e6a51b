package dev.polyrpc.benchmark.page;

import dev.polyrpc.benchmark.report.Table;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Text as HTML. */
final class Html {
    private Html() {}

    /** So that it is shown as it is, in text and in attributes. */
    static String text(String plain) {
        return plain.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    static String table(Table table) {
        return "<div class=\"wide\"><table><thead>%s</thead><tbody>%n%s</tbody></table></div>%n"
                .formatted(
                        row(table, table.head(), "th"),
                        table.body().stream()
                                .map(cells -> row(table, cells, "td") + "\n")
                                .collect(Collectors.joining()));
    }

    static String paragraph(String kind, String plain) {
        return "<p class=\"%s\">%s</p>%n".formatted(kind, text(plain));
    }

    static String section(String title, String content) {
        return content.isEmpty() ? "" : "<section><h2>%s</h2>%n%s</section>%n".formatted(text(title), content);
    }

    /** Shown when asked for. */
    static String folded(String title, String content) {
        return "<details><summary>%s</summary>%n%s</details>%n".formatted(text(title), content);
    }

    private static String row(Table table, List<String> cells, String tag) {
        return IntStream.range(0, cells.size())
                .mapToObj(column -> "<%s class=\"%s\">%s</%s>"
                        .formatted(tag, kind(table, column, cells.get(column)), text(cells.get(column)), tag))
                .collect(Collectors.joining("", "<tr>", "</tr>"));
    }

    /** Numbers stand to the right, verdicts stand out. */
    private static String kind(Table table, int column, String cell) {
        return switch (cell) {
            case "met" -> "good";
            case "missed" -> "bad";
            default -> table.holdsNumbers(column) ? "number" : "words";
        };
    }
}
