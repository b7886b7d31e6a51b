package dev.polyrpc.client.output;

import java.util.List;

/** One message by itself: a line for each thing that is known of it. */
final class Details {
    private static final int GAP = 2;

    private Details() {}

    static <M> List<String> lines(List<Column<M>> details, M message) {
        int width = details.stream()
                        .mapToInt(detail -> Text.width(detail.title()))
                        .max()
                        .orElse(0)
                + GAP;
        return details.stream()
                .map(detail -> {
                    String title = detail.title() + Text.padding(detail.title(), width);
                    return (title + Text.shown(detail.text().apply(message))).stripTrailing();
                })
                .toList();
    }
}
