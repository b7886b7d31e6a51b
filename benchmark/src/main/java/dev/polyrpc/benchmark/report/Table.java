package dev.polyrpc.benchmark.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows of text in columns: numbers to the right, all else to the left. Not safe for use by several threads. */
public final class Table {
    private static final Pattern NUMBER = Pattern.compile("([<>]=? )?[-+±]?\\d.*|");

    private final List<List<String>> rows = new ArrayList<>();

    /** Begins with the names of the columns. */
    public Table(String... head) {
        rows.add(List.of(head));
    }

    /** Adds a row. */
    public Table row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /** Whether there is nothing below the head. */
    public boolean isEmpty() {
        return rows.size() == 1;
    }

    /** The names of the columns. */
    public List<String> head() {
        return rows.get(0);
    }

    /** All rows below the head. */
    public List<List<String>> body() {
        return rows.subList(1, rows.size());
    }

    /** Whether a column holds numbers alone: then they stand to the right. */
    public boolean holdsNumbers(int column) {
        return column > 0
                && body().stream()
                        .allMatch(row -> NUMBER.matcher(row.get(column)).matches());
    }

    /** The same without columns that no row fills. */
    Table dense() {
        int[] kept = IntStream.range(0, head().size())
                .filter(column -> column == 0
                        || body().stream().anyMatch(row -> !row.get(column).isEmpty()))
                .toArray();
        List<String[]> cut = rows.stream()
                .map(row -> Arrays.stream(kept).mapToObj(row::get).toArray(String[]::new))
                .toList();
        Table dense = new Table(cut.get(0));
        cut.stream().skip(1).forEach(dense::row);
        return dense;
    }

    /** All rows in Markdown. */
    String markdown() {
        String rule = IntStream.range(0, head().size())
                .mapToObj(column -> holdsNumbers(column) ? "---:" : "---")
                .collect(Collectors.joining(" | ", "| ", " |\n"));
        return bars(head()) + rule + body().stream().map(Table::bars).collect(Collectors.joining());
    }

    private static String bars(List<String> row) {
        return row.stream().map(cell -> cell.replace("|", "\\|")).collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    /** All rows, aligned. */
    @Override
    public String toString() {
        return rows.stream().map(this::line).collect(Collectors.joining("\n", "", "\n"));
    }

    private String line(List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            String cell = row.get(column);
            String space = " ".repeat(width(column) - cell.length());
            line.append(column == 0 ? "" : "  ").append(holdsNumbers(column) ? space + cell : cell + space);
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
