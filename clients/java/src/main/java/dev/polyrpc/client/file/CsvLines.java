package dev.polyrpc.client.file;

import com.google.protobuf.Message;
import dev.polyrpc.client.file.Csv.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Items in rows of CSV; the header says which column is where. */
final class CsvLines<Q extends Message> implements ItemFile.Lines<Q> {
    private final Csv csv;
    private final List<String> header;
    private final ItemFormat<Q> format;

    private CsvLines(Csv csv, List<String> header, ItemFormat<Q> format) {
        this.csv = csv;
        this.header = header;
        this.format = format;
    }

    static <Q extends Message> CsvLines<Q> open(Text text, ItemFormat<Q> format) throws IOException {
        Csv csv = new Csv(text);
        Row first = csv.next();
        List<String> header = first == null
                ? List.of()
                : first.fields().stream().map(String::strip).toList();
        List<String> known = new ArrayList<>(format.required());
        known.addAll(format.optional());
        boolean twice = header.stream().distinct().count() < header.size();
        if (twice || !header.containsAll(format.required()) || !known.containsAll(header)) {
            throw new IOException("line 1: expected the header %s".formatted(String.join(",", known)));
        }
        return new CsvLines<>(csv, header, format);
    }

    @Override
    public @Nullable FileItem<Q> next() throws IOException {
        Row row = csv.next();
        if (row == null || !row.problem().isEmpty()) {
            return row == null ? null : new FileItem<>(row.line(), null, row.problem());
        }
        try {
            return new FileItem<>(row.line(), format.row().apply(fields(row)), "");
        } catch (IllegalArgumentException | ArithmeticException e) {
            return new FileItem<>(row.line(), null, String.valueOf(e.getMessage()));
        }
    }

    private Fields fields(Row row) {
        if (row.fields().size() != header.size()) {
            throw new IllegalArgumentException(
                    "%d fields (expected: %d)".formatted(row.fields().size(), header.size()));
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < header.size(); i++) {
            values.put(header.get(i), row.fields().get(i));
        }
        return new Fields(row.line(), values);
    }
}
