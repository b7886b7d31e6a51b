package dev.polyrpc.benchmark.page;

import java.util.List;
import java.util.stream.Collectors;

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

    static String table(List<String> head, List<List<String>> body) {
        return "<div class=\"wide\"><table><thead>%s</thead><tbody>%n%s</tbody></table></div>%n"
                .formatted(
                        row(head, "th"),
                        body.stream().map(cells -> row(cells, "td") + "\n").collect(Collectors.joining()));
    }

    static String paragraph(String kind, String plain) {
        return "<p class=\"%s\">%s</p>%n".formatted(kind, text(plain));
    }

    static String section(String title, String content) {
        return content.isEmpty() ? "" : "<section><h2>%s</h2>%n%s</section>%n".formatted(text(title), content);
    }

    private static String row(List<String> cells, String tag) {
        return cells.stream()
                .map(cell -> "<%s%s>%s</%s>".formatted(tag, tone(cell), text(cell), tag))
                .collect(Collectors.joining("", "<tr>", "</tr>"));
    }

    /** Verdicts stand out. */
    private static String tone(String cell) {
        return switch (cell) {
            case "met" -> " class=\"good\"";
            case "missed" -> " class=\"bad\"";
            default -> "";
        };
    }
}
