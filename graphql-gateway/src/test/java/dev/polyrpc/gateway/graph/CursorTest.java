package dev.polyrpc.gateway.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polyrpc.kit.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CursorTest {
    @Test
    void cursor_roundTrip_isSame() {
        Cursor cursor = new Cursor(7, "page.token");

        assertThat(Cursor.parse(cursor.text())).isEqualTo(cursor);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?", "Nw", "LTEuYQ", "OTk5OTkuYQ"})
    void cursor_odd_isInvalid(String text) {
        assertThatThrownBy(() -> Cursor.parse(text)).isInstanceOf(Failure.class).hasMessageStartingWith("after: ");
    }

    @Test
    void connection_readByPages_showsEachRowOnce() {
        List<Integer> rows = IntStream.range(0, 10).boxed().toList();
        Connection.Page page = Connection.Page.of(4, null);
        Connection first = page.connection(rows.subList(0, page.pageSize()), "4");
        Connection.Page next = Connection.Page.of(4, first.endCursor());
        Connection second = next.connection(rows.subList(4, 8), "8");

        assertThat(first.nodes()).containsExactly(0, 1, 2, 3);
        assertThat(second.nodes()).containsExactly(4, 5, 6, 7);
        assertThat(second.hasNextPage()).isTrue();
        assertThat(second.hasPreviousPage()).isTrue();
    }

    @Test
    void read_moreThanTheBackendGivesAtOnce_goesOnWithTheNextPage() {
        List<Integer> asked = new ArrayList<>();
        Connection.Source upTo1200 = (pageSize, token) -> {
            asked.add(pageSize);
            int from = token.isEmpty() ? 0 : Integer.parseInt(token);
            int to = Math.min(1200, from + pageSize);
            return CompletableFuture.completedStage(new Connection.Rows(
                    IntStream.range(from, to).boxed().toList(), to == 1200 ? "" : String.valueOf(to)));
        };
        Connection first = Connection.Page.of(700, new Cursor(400, "").text())
                .read(upTo1200)
                .toCompletableFuture()
                .join();
        Connection rest = Connection.Page.of(700, first.edges().get(650).cursor())
                .read(upTo1200)
                .toCompletableFuture()
                .join();

        assertThat(asked).containsExactly(1000, 100, 751);
        assertThat(first.nodes()).hasSize(700).startsWith(400, 401).endsWith(1099);
        assertThat(first.hasNextPage()).isTrue();
        assertThat(rest.nodes()).hasSize(149).startsWith(1051).endsWith(1199);
        assertThat(rest.hasNextPage()).isFalse();
    }

    @Test
    void connection_afterAnEdge_skipsUpToIt() {
        List<Integer> rows = List.of(0, 1, 2, 3);
        Connection first = Connection.Page.of(4, null).connection(rows, "");
        Connection.Page next = Connection.Page.of(2, first.edges().get(0).cursor());
        Connection second = next.connection(rows.subList(0, next.pageSize()), "3");

        assertThat(second.nodes()).containsExactly(1, 2);
        assertThat(first.hasNextPage()).isFalse();
    }
}
