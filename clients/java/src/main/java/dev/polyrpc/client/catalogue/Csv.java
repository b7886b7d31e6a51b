package dev.polyrpc.client.catalogue;

import java.util.ArrayList;
import java.util.List;

/** Rows of comma-separated values as RFC 4180 writes them: a quoted field may hold commas, line ends and doubled quotes. */
final class Csv {
    private final String text;
    private int at;
    private int line = 1;

    private Csv(String text) {
        this.text = text;
    }

    /** All rows; an empty last line is none. */
    static List<Row> rows(String text) {
        Csv csv = new Csv(text.replace("\r\n", "\n"));
        List<Row> rows = new ArrayList<>();
        while (csv.at < csv.text.length()) {
            int line = csv.line;
            rows.add(new Row(line, csv.row()));
        }
        return rows;
    }

    private List<String> row() {
        List<String> fields = new ArrayList<>();
        do {
            fields.add(at < text.length() && text.charAt(at) == '"' ? quoted() : plain());
        } while (next() == ',');
        return fields;
    }

    private String plain() {
        int start = at;
        while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != '\n') {
            at++;
        }
        return text.substring(start, at);
    }

    private String quoted() {
        StringBuilder field = new StringBuilder();
        at++;
        while (true) {
            int quote = text.indexOf('"', at);
            if (quote < 0) {
                throw new IllegalArgumentException("a quoted field has no end: " + text.substring(at));
            }
            field.append(text, at, quote);
            line += (int)
                    text.substring(at, quote).chars().filter(c -> c == '\n').count();
            at = quote + 1;
            if (at == text.length() || text.charAt(at) != '"') {
                return field.toString();
            }
            field.append('"');
            at++;
        }
    }

    /** Steps over what ends a field: a comma, or (as a line end) anything else. */
    private char next() {
        char end = at < text.length() ? text.charAt(at) : '\n';
        if (end != ',' && end != '\n') {
            throw new IllegalArgumentException("a comma or line end is missing before: " + text.substring(at));
        }
        at++;
        line += end == '\n' ? 1 : 0;
        return end;
    }

    /**
     * One row.
     *
     * @param line number of the line that it begins on, from 1
     */
    record Row(int line, List<String> fields) {}
}
