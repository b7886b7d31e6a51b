package dev.polyrpc.client.output;

import java.util.ArrayList;
import java.util.List;

/** One message by itself: a line or more for each thing that is known of it. */
final class Details {
    private static final int GAP = 2;

    private Details() {}

    static <M> List<String> lines(List<Detail<M>> details, M message) {
        int width = details.stream()
                        .mapToInt(detail -> Text.width(detail.title()))
                        .max()
                        .orElse(0)
                + GAP;
        List<String> lines = new ArrayList<>();
        for (Detail<M> detail : details) {
            String title = detail.title();
            for (String line : detail.lines().apply(message)) {
                lines.add((title + Text.padding(title, width) + Text.shown(line)).stripTrailing());
                title = "";
            }
        }
        return lines;
    }
}
