package dev.polyrpc.gateway.graph;

import dev.polyrpc.kit.failure.Causes;
import dev.polyrpc.kit.failure.Failure;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list in Relay's form, made of a backend's page.
 *
 * @param edges the rows, each with its place
 * @param nextPageToken the backend's token of the page that follows; empty = there is none
 * @param hasPreviousPage whether rows precede the page
 * @param seal says the places of the list as text
 */
record Connection(List<Edge> edges, String nextPageToken, boolean hasPreviousPage, CursorSeal seal) {
    private static final int DEFAULT_FIRST = 20;
    private static final int MAX_FIRST = 1000;

    /** Rows of a backend's page: so many are read again at most to find a place within one. */
    private static final int ROWS = 200;

    Connection {
        edges = List.copyOf(edges);
    }

    /** One row and the place behind it, which is said as text only where somebody asks for it. */
    record Edge(Cursor place, Object node, CursorSeal seal) {
        String cursor() {
            return seal.text(place);
        }
    }

    /** A backend's page as it came. */
    record Rows(List<?> rows, String nextPageToken) {}

    /** The list that a backend pages through. */
    interface Source {
        CompletionStage<Rows> rows(int pageSize, String pageToken);
    }

    /** What is asked of a list: {@code first} rows that come {@code after} a place. */
    record Page(int first, Cursor after, CursorSeal seal) {
        /** Reads the arguments of a connection field. */
        static Page of(@Nullable Integer first, @Nullable String after, CursorSeal seal) {
            int rows = first == null ? DEFAULT_FIRST : first;
            if (rows < 1 || rows > MAX_FIRST) {
                throw Failure.invalid("FIRST_OUT_OF_RANGE", "first", rows, "1 to " + MAX_FIRST);
            }
            Cursor place = seal.cursor(after);
            if (place.skip() > ROWS) {
                throw CursorSeal.invalid(); // of a gateway that read larger pages
            }
            return new Page(rows, place, seal);
        }

        /** Rows to ask the backend for: it knows no place within a page, so those before the place come along. */
        int pageSize() {
            return Math.min(ROWS, first + after.skip());
        }

        /** Reads pages of the backend until this one is full or the list ends. */
        CompletionStage<Connection> read(Source source) {
            CompletionStage<Rows> rows =
                    source.rows(pageSize(), after.pageToken()).exceptionally(Page::refused);
            return rows.thenCompose(answer -> {
                Connection page = connection(answer.rows(), answer.nextPageToken());
                int missing = first - page.edges().size();
                return missing == 0 || !page.hasNextPage()
                        ? CompletableFuture.completedStage(page)
                        : new Page(missing, new Cursor(0, answer.nextPageToken()), seal)
                                .read(source)
                                .thenApply(page::followedBy);
            });
        }

        /** The backend's answer as a connection. */
        Connection connection(List<?> rows, String nextPageToken) {
            int from = Math.min(after.skip(), rows.size());
            List<Edge> edges = IntStream.range(from, rows.size())
                    .mapToObj(row -> new Edge(new Cursor(row + 1, after.pageToken()), rows.get(row), seal))
                    .toList();
            return new Connection(edges, nextPageToken, !after.equals(Cursor.START), seal);
        }

        /** A backend that does not know its own page token any more refuses what its client calls a cursor. */
        private static Rows refused(Throwable thrown) {
            Failure failure = GraphErrors.failure(thrown);
            if (failure != null && failure.reason().equals("PAGE_TOKEN_INVALID")) {
                throw CursorSeal.invalid();
            }
            throw new CompletionException(Causes.unwrapped(thrown));
        }
    }

    private Connection followedBy(Connection next) {
        List<Edge> all = Stream.concat(edges.stream(), next.edges.stream()).toList();
        return new Connection(all, next.nextPageToken, hasPreviousPage, seal);
    }

    List<Object> nodes() {
        return edges.stream().map(Edge::node).toList();
    }

    Connection pageInfo() {
        return this;
    }

    boolean hasNextPage() {
        return !nextPageToken.isEmpty();
    }

    @Nullable
    String startCursor() {
        return edges.isEmpty() ? null : edges.get(0).cursor();
    }

    /** The place to go on from: the start of the next page where there is one, so that no row is read twice. */
    @Nullable
    String endCursor() {
        if (hasNextPage()) {
            return seal.text(new Cursor(0, nextPageToken));
        }
        return edges.isEmpty() ? null : edges.get(edges.size() - 1).cursor();
    }
}
