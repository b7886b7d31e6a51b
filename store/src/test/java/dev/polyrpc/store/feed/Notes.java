package dev.polyrpc.store.feed;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.store.Sql;
import dev.polyrpc.store.SqliteStore;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A table of notes by several authors, and its feed: what the tests write and watch. */
final class Notes implements AutoCloseable {
    static final EventTable<Note> TABLE =
            new EventTable<>("note", Note::position, "SELECT position, time FROM note ORDER BY position LIMIT ?");

    private final SqliteStore store;
    private final Feed<Note> feed;

    Notes(Path file, FeedSize size) {
        store = SqliteStore.open(file, "classpath:db/note");
        feed = new Feed<>(store, TABLE, size);
    }

    SqliteStore store() {
        return store;
    }

    Feed<Note> feed() {
        return feed;
    }

    /** Writes so many notes in one command. */
    CompletionStage<Integer> write(int author, int count) {
        return writeAt(author, count, 0);
    }

    CompletionStage<Integer> writeAt(int author, int count, long time) {
        return store.write(sql -> append(sql, author, count, time));
    }

    /** Writes, then refuses: nobody may ever hear of it. */
    CompletionStage<Integer> refused(int author) {
        return store.write(sql -> {
            append(sql, author, 2, 0);
            throw new Failure(Kind.STATE, "NOT_NOW", "not now");
        });
    }

    /** Writes, and lets the COMMIT of its group fail: nobody may ever hear of the group. */
    CompletionStage<Integer> spoilsCommit(int author) {
        return store.write(sql -> {
            append(sql, author, 1, 0);
            return sql.update("INSERT INTO debt (author) VALUES (-1)");
        });
    }

    int append(Sql sql, int author, int count, long time) {
        for (int i = 0; i < count; i++) {
            long position = sql.list(
                            "INSERT INTO note (author, time) VALUES (?, ?) RETURNING position",
                            row -> row.getLong(1),
                            author,
                            time)
                    .get(0);
            feed.publish(sql, new Note(position, author));
        }
        return count;
    }

    /** What the table holds after a position: of an author, or with null of all. */
    List<Note> written(long after, @Nullable Integer author) {
        return store.read(sql -> of(author).read(sql, after, Long.MAX_VALUE, Integer.MAX_VALUE));
    }

    static Selection<Note> of(@Nullable Integer author) {
        return new Selection<>() {
            @Override
            public boolean includes(Note event) {
                return author == null || event.author() == author;
            }

            @Override
            public List<Note> read(Sql sql, long after, long upTo, int limit) {
                return sql.list(
                        "SELECT position, author FROM note WHERE position > ? AND position <= ?"
                                + " AND (?3 IS NULL OR author = ?3) ORDER BY position LIMIT ?4",
                        Notes::read,
                        after,
                        upTo,
                        author,
                        limit);
            }
        };
    }

    private static Note read(ResultSet row) throws SQLException {
        return new Note(row.getLong(1), row.getInt(2));
    }

    @Override
    public void close() {
        feed.close();
        store.close();
    }
}
