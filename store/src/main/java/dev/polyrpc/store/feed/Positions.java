package dev.polyrpc.store.feed;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.store.Sql;
import java.util.Map;

/** Which positions of an event table there were, and from where on its events are kept. Safe for use by many threads. */
final class Positions {
    private static final String NEWEST = "SELECT seq FROM sqlite_sequence WHERE name = ?";
    private static final String DELETED = "SELECT deleted_to FROM feed WHERE name = ?";
    private static final String DELETE =
            "INSERT INTO feed (name, deleted_to) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET deleted_to = excluded.deleted_to";

    private final String table;

    Positions(String table) {
        this.table = table;
    }

    /** The latest position that was ever given and committed; 0 when none was. */
    long newest(Sql sql) {
        return sql.first(NEWEST, row -> row.getLong(1), table).orElse(0L);
    }

    /** The position up to which events were deleted; 0 when none were. */
    long deleted(Sql sql) {
        return sql.first(DELETED, row -> row.getLong(1), table).orElse(0L);
    }

    void delete(Sql sql, long upTo) {
        sql.update("DELETE FROM " + table + " WHERE position <= ?", upTo);
        sql.update(DELETE, table, upTo);
    }

    /** Refuses a position that nobody can go on after: no such one, no longer kept, or not given yet. */
    void check(Sql sql, long after) {
        if (after < 0) {
            throw Failure.invalid("POSITION_INVALID", "after", after, "0 or the position of an event");
        }
        if (after == 0) {
            return;
        }
        long newest = newest(sql);
        if (after > newest) {
            throw new Failure(
                    Kind.OUT_OF_RANGE,
                    "POSITION_AHEAD",
                    "after: %d (expected: at most %d, the newest)".formatted(after, newest),
                    Map.of("after", String.valueOf(after), "newest", String.valueOf(newest)));
        }
        checkKept(sql, after);
    }

    /** Refuses a position after which events were deleted. */
    void checkKept(Sql sql, long after) {
        long oldest = deleted(sql) + 1;
        if (after < oldest - 1) {
            throw new Failure(
                    Kind.OUT_OF_RANGE,
                    "POSITION_EXPIRED",
                    "after: %d (expected: 0, or at least %d: the oldest that is kept is %d)"
                            .formatted(after, oldest - 1, oldest),
                    Map.of("after", String.valueOf(after), "oldest", String.valueOf(oldest)));
        }
    }
}
