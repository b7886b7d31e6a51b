package dev.polyrpc.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
    private final Table table = new Table("server", "calls/s", "empty", "notes")
            .row("gRPC", "1,000 ±2%", "", "fine")
            .row("a long name", "7", "", "");

    @Test
    void toString_numbers_standToTheRight() {
        assertThat(table.dense()).hasToString("""
                server         calls/s  notes
                gRPC         1,000 ±2%  fine
                a long name          7
                """);
    }

    @Test
    void markdown_hasARuleAndNoEmptyColumn() {
        assertThat(table.dense().markdown()).isEqualTo("""
                | server | calls/s | notes |
                | --- | ---: | --- |
                | gRPC | 1,000 ±2% | fine |
                | a long name | 7 |  |
                """);
    }
}
