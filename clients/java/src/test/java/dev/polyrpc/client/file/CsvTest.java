package dev.polyrpc.client.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.client.file.Csv.Row;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvTest {
    @Test
    void next_plain_isSplitAtCommas() throws Exception {
        assertThat(rows("a,b\n1,\n")).containsExactly(good(1, "a", "b"), good(2, "1", ""));
    }

    @Test
    void next_withoutLastLineEnd_isComplete() throws Exception {
        assertThat(rows("a\r\nb")).containsExactly(good(1, "a"), good(2, "b"));
    }

    @Test
    void next_quotedField_mayHoldCommasLinesAndQuotes() throws Exception {
        assertThat(rows("\"a,\n\"\"b\"\"\",c\nd,e")).containsExactly(good(1, "a,\n\"b\"", "c"), good(3, "d", "e"));
    }

    @Test
    void next_byteOrderMarkAndEmptyLines_areNoRows() throws Exception {
        assertThat(rows("\uFEFFa\n\n\r\nb\n")).containsExactly(good(1, "a"), good(4, "b"));
    }

    @Test
    void next_badRow_isToldAndReadingGoesOn() throws Exception { // DOM-9
        assertThat(rows("\"a\"b,c\nd\ne,\"f\n"))
                .containsExactly(
                        bad(1, "a comma or line end is missing behind a quoted field"),
                        good(2, "d"),
                        bad(3, "a quoted field has no end"));
    }

    @Test
    void next_notUtf8_isTold() throws Exception { // DOM-8
        byte[] latin1 = "Côte\nChai\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(rows(latin1)).containsExactly(bad(1, "field 1 is not UTF-8"), good(2, "Chai"));
    }

    @Test
    void next_quoteNeverClosed_takesNoMoreThanItsBound() throws Exception {
        List<Row> rows = rows("\"a\n" + "x\n".repeat(100_000));

        assertThat(rows.get(0).problem()).startsWith("over 65536 characters, up to line 32769: is a quotation mark");
        assertThat(rows).hasSize(1 + 100_000 - 32_768).last().isEqualTo(good(100_001, "x"));
    }

    private static Row good(long line, String... fields) {
        return new Row(line, List.of(fields), "");
    }

    private static Row bad(long line, String problem) {
        return new Row(line, List.of(), problem);
    }

    private static List<Row> rows(String text) throws IOException {
        return rows(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Row> rows(byte[] text) throws IOException {
        Csv csv = new Csv(Text.open(new ByteArrayInputStream(text)));
        List<Row> rows = new ArrayList<>();
        for (Row row = csv.next(); row != null; row = csv.next()) {
            rows.add(row);
        }
        return rows;
    }
}
