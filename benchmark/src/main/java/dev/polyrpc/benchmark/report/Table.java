package dev.polyrpc.benchmark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Rows of text in columns: the first to the left, all others to the right. Not safe for use by several threads. */
public final class Table {
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
            line.append(column == 0 ? cell + space : "   " + space + cell);
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
