package dev.polyrpc.client.frame;

import com.google.protobuf.MessageOrBuilder;
import dev.polyrpc.client.output.Json;
import dev.polyrpc.client.output.Output;
import dev.polyrpc.client.output.Rows;
import dev.polyrpc.client.output.View;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import picocli.CommandLine.Option;

/** The options of every verb that lists: one page, or all there is. For use by one thread. */
public final class Page {
    private static final int MOST = 1000;

    @Option(
            names = "--page-size",
            paramLabel = "N",
            description = "Rows of a page: 1 to 1000. Default: 20, with --all 1000.")
    private int size;

    @Option(
            names = "--page-token",
            paramLabel = "TOKEN",
            description = "The page that the list before named as its next.")
    private String token = "";

    @Option(names = "--all", description = "All pages.")
    private boolean all;

    /**
     * What one call answers.
     *
     * @param rows of the page
     * @param nextToken of the page after it; empty after the last
     */
    public record Answer<M>(List<M> rows, String nextToken) {}

    /** Lists what was asked for: the function calls for the page of a size and a token. */
    public <M extends MessageOrBuilder> void list(
            Output output, View<M> view, BiFunction<Integer, String, Answer<M>> pages) {
        int rowsOfPage = all && size == 0 ? MOST : size;
        Answer<M> page = pages.apply(rowsOfPage, token);
        Rows<M> rows = output.all(view, page.rows());
        while (all && !page.nextToken().isEmpty()) {
            page = pages.apply(rowsOfPage, page.nextToken());
            page.rows().forEach(rows::add);
        }
        if (!page.nextToken().isEmpty()) {
            output.aside(
                    Json.of(Map.of("nextPageToken", page.nextToken())),
                    "There is more: --all, or --page-token=" + page.nextToken());
        }
    }
}
