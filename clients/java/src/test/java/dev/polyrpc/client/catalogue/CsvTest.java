package dev.polyrpc.client.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polyrpc.client.catalogue.Csv.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvTest {
    @Test
    void rows_plain_areSplitAtCommas() {
        assertThat(Csv.rows("a,b\n1,\n")).containsExactly(new Row(1, List.of("a", "b")), new Row(2, List.of("1", "")));
    }

    @Test
    void rows_withoutLastLineEnd_areComplete() {
        assertThat(Csv.rows("a\r\nb")).containsExactly(new Row(1, List.of("a")), new Row(2, List.of("b")));
    }

    @Test
    void rows_quotedField_mayHoldCommasLinesAndQuotes() {
        assertThat(Csv.rows("\"a,\n\"\"b\"\"\",c")).containsExactly(new Row(1, List.of("a,\n\"b\"", "c")));
    }

    @Test
    void rows_quoteWithoutEnd_isRefused() {
        assertThatThrownBy(() -> Csv.rows("a,\"b\n")).hasMessage("a quoted field has no end: b\n");
    }

    @Test
    void rows_textAfterQuote_isRefused() {
        assertThatThrownBy(() -> Csv.rows("\"a\"b")).hasMessage("a comma or line end is missing before: b");
    }
}
