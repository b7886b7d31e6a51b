package dev.polyrpc.gateway.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polyrpc.kit.failure.Failure;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CursorTest {
    private final CursorKey key = CursorKey.random();
    private final CursorSeal seal = new CursorSeal(key, "returns");

    @ParameterizedTest
    @ValueSource(strings = {"", "page.token", "\u00fc"})
    void cursor_roundTrip_isSame(String pageToken) {
        Cursor cursor = new Cursor(7, pageToken);

        assertThat(seal.cursor(seal.text(cursor))).isEqualTo(cursor);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?", "Nw", "LTEuYQ", "OTk5OTkuYQ", "AAAAAAAAAAAAAAAAAAAAADAu"})
    void cursor_odd_isInvalid(String text) { // GQL-20
        assertThatThrownBy(() -> seal.cursor(text)).isInstanceOf(Failure.class).hasMessageStartingWith("after: ");
    }

    @Test
    void cursor_withAnyByteChanged_isInvalid() { // GQL-20
        byte[] sealed = Base64.getUrlDecoder().decode(seal.text(new Cursor(12, "token")));
        for (int place = 0; place < sealed.length; place++) {
            byte[] bent = sealed.clone();
            bent[place] ^= 1;
            String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bent);
            assertThatThrownBy(() -> seal.cursor(text)).as("byte %d", place).isInstanceOf(Failure.class);
        }
    }

    @Test
    void cursor_ofAnotherListOrKey_isInvalid() { // GQL-20
        String text = seal.text(new Cursor(1, ""));

        assertThatThrownBy(() -> new CursorSeal(key, "products").cursor(text)).isInstanceOf(Failure.class);
        assertThatThrownBy(() -> new CursorSeal(CursorKey.random(), "returns").cursor(text))
                .isInstanceOf(Failure.class);
    }

    @Test
    void pageToken_thatTheBackendNoLongerKnows_isAnInvalidCursor() {
        Connection.Source refusing = (pageSize, token) -> CompletableFuture.failedFuture(
                new BackendFailure("return", Failure.invalid("PAGE_TOKEN_INVALID", "page_token", "x", "one of ours")));
        CompletableFuture<Connection> read =
                page(4, seal.text(new Cursor(0, "x"))).read(refusing).toCompletableFuture();

        assertThatThrownBy(read::join)
                .cause()
                .satisfies(thrown -> assertThat(((Failure) thrown).reason()).isEqualTo("CURSOR_INVALID"));
    }

    private Connection.Page page(int first, @Nullable String after) {
        return Connection.Page.of(first, after, seal);
    }

    @Test
    void connection_readByPages_showsEachRowOnce() {
        List<Integer> rows = IntStream.range(0, 10).boxed().toList();
        Connection.Page page = page(4, null);
        Connection first = page.connection(rows.subList(0, page.pageSize()), "4");
        Connection.Page next = page(4, first.endCursor());
        Connection second = next.connection(rows.subList(4, 8), "8");

        assertThat(first.nodes()).containsExactly(0, 1, 2, 3);
        assertThat(second.nodes()).containsExactly(4, 5, 6, 7);
        assertThat(second.hasNextPage()).isTrue();
        assertThat(second.hasPreviousPage()).isTrue();
    }

    @Test
    void read_moreThanAPage_goesOnWithTheNext_andReadsAtMostAPageTwice() {
        List<Integer> asked = new ArrayList<>();
        Connection.Source upTo1200 = (pageSize, token) -> {
            asked.add(pageSize);
            int from = token.isEmpty() ? 0 : Integer.parseInt(token);
            int to = Math.min(1200, from + pageSize);
            return CompletableFuture.completedStage(new Connection.Rows(
                    IntStream.range(from, to).boxed().toList(), to == 1200 ? "" : String.valueOf(to)));
        };
        Connection first = page(700, seal.text(new Cursor(150, "")))
                .read(upTo1200)
                .toCompletableFuture()
                .join();
        Connection rest = page(700, first.edges().get(650).cursor())
                .read(upTo1200)
                .toCompletableFuture()
                .join();

        assertThat(asked).containsExactly(200, 200, 200, 200, 50, 200, 200);
        assertThat(first.nodes()).hasSize(700).startsWith(150, 151).endsWith(849);
        assertThat(first.hasNextPage()).isTrue();
        assertThat(rest.nodes()).hasSize(399).startsWith(801).endsWith(1199);
        assertThat(rest.hasNextPage()).isFalse();
    }

    @Test
    void connection_afterAnEdge_skipsUpToIt() {
        List<Integer> rows = List.of(0, 1, 2, 3);
        Connection first = page(4, null).connection(rows, "");
        Connection.Page next = page(2, first.edges().get(0).cursor());
        Connection second = next.connection(rows.subList(0, next.pageSize()), "3");

        assertThat(second.nodes()).containsExactly(1, 2);
        assertThat(first.hasNextPage()).isFalse();
    }
}
