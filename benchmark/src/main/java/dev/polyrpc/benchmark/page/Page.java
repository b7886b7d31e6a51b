package dev.polyrpc.benchmark.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polyrpc.benchmark.report.Advice;
import dev.polyrpc.benchmark.report.Caveats;
import dev.polyrpc.benchmark.report.Losses;
import dev.polyrpc.benchmark.report.Table;
import dev.polyrpc.benchmark.report.Tables;
import dev.polyrpc.benchmark.result.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes the page of a run. */
public final class Page {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CAPTION = "<figure><figcaption><b>%s</b><span class=\"quiet\">%s</span></figcaption>"
            + "<div class=\"canvas\" style=\"height: %dpx\"><canvas id=\"chart-%d\" role=\"img\" aria-label=\"%s\">"
            + "The tables below say the same.</canvas></div></figure>%n";

    private Page() {}

    /** Writes it, with the flame graphs of servers, by name, as pages within the page. */
    public static void write(Path file, Run run, Map<String, String> flames) throws IOException {
        Files.writeString(file, of(run, flames));
    }

    static String of(Run run, Map<String, String> flames) throws JsonProcessingException {
        List<Chart> charts = new Charts(run).all();
        String page = Assets.text("page.html");
        for (Map.Entry<String, String> part : Map.of(
                        "title", Html.text("Benchmark of " + run.info().time()),
                        "command", Html.text(run.info().command()),
                        "conditions", Html.text(run.info().conditions()),
                        "machine", Html.text(run.info().machine()),
                        "versions", Html.text(versions(run)),
                        "faults", faults(run),
                        "sections", sections(run, charts, flames),
                        "charts", JSON.writeValueAsString(charts).replace("<", "\\u003c"),
                        "style", Assets.text("page.css"),
                        "script", Assets.text("page.js"))
                .entrySet()) {
            page = page.replace("{{" + part.getKey() + "}}", part.getValue());
        }
        return page.replace("{{library}}", Assets.library());
    }

    private static String versions(Run run) {
        return run.info().versions().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(part -> part.getKey() + " " + part.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String faults(Run run) {
        return Caveats.of(run).stream()
                .map(caveat -> Html.paragraph("bad", caveat))
                .collect(Collectors.joining());
    }

    private static String sections(Run run, List<Chart> charts, Map<String, String> flames) {
        return Html.section("Where gRPC loses", losses(Losses.of(run)))
                + Html.section("In pictures", figures(charts))
                + Html.section("Goals", tables(List.of(Tables.goals(run))))
                + Html.section("All figures", tables(Tables.figures(run)))
                + Html.section("Choosing a wire", advice(run))
                + Html.section("Memory", tables(List.of(Tables.footprints(run))))
                + Html.section("Probes", tables(List.of(Tables.readings(run))))
                + Html.section("Where the time goes", flames(flames));
    }

    private static String advice(Run run) {
        String advice = Advice.of(run);
        return advice.isEmpty() ? "" : Html.paragraph("words", advice);
    }

    private static String losses(Losses losses) {
        String summary = losses.summary();
        return (summary.isEmpty() ? "" : Html.paragraph("quiet", summary))
                + tables(List.of(losses.worst()))
                + (losses.more().isEmpty() ? "" : Html.folded(losses.more(), tables(List.of(losses.rest()))));
    }

    private static String figures(List<Chart> charts) {
        return charts.isEmpty()
                ? ""
                : IntStream.range(0, charts.size())
                        .mapToObj(n -> figure(charts.get(n), n))
                        .collect(Collectors.joining("", "<div class=\"charts\">", "</div>"));
    }

    private static String figure(Chart chart, int number) {
        int height = chart.kind().equals("bars") ? 90 + 30 * chart.labels().size() : 360;
        String title = Html.text(chart.title());
        return CAPTION.formatted(title, Html.text(chart.caption()), height, number, title);
    }

    private static String tables(List<Table> tables) {
        return tables.stream()
                .filter(table -> !table.isEmpty())
                .map(Html::table)
                .collect(Collectors.joining());
    }

    private static String flames(Map<String, String> flames) {
        return flames.entrySet().stream()
                .map(flame ->
                        "<details><summary>%s</summary><iframe title=\"Flame graph of %s\" srcdoc=\"%s\"></iframe></details>%n"
                                .formatted(
                                        Html.text(flame.getKey()),
                                        Html.text(flame.getKey()),
                                        Html.text(flame.getValue())))
                .collect(Collectors.joining());
    }
}
