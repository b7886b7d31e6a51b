package dev.polyrpc.store;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Says what SQLite refused in words for callers; the cause stays in the log. */
final class SqliteFailures {
    private static final Map<String, String> RETRY = Map.of(Failure.RETRY_AFTER_MS, "1000");

    private SqliteFailures() {}

    /** What the caller of one command gets: a refusal as it is, else what {@link #of} says. */
    static Throwable ofCommand(Throwable thrown) {
        return cause(thrown) instanceof SQLiteException e && isTemporary(e) ? of(e) : thrown;
    }

    /** What all callers of a group get whose transaction failed. */
    static Failure ofGroup(Throwable thrown) {
        return cause(thrown) instanceof SQLiteException e && isTemporary(e) ? of(e) : unavailable();
    }

    private static @Nullable Throwable cause(Throwable thrown) {
        return thrown instanceof SqlException ? thrown.getCause() : thrown;
    }

    private static boolean isTemporary(SQLiteException e) {
        int code = primary(e);
        return code == SQLiteErrorCode.SQLITE_FULL.code
                || code == SQLiteErrorCode.SQLITE_BUSY.code
                || code == SQLiteErrorCode.SQLITE_LOCKED.code;
    }

    private static Failure of(SQLiteException e) {
        return primary(e) == SQLiteErrorCode.SQLITE_FULL.code
                ? new Failure(Kind.EXHAUSTED, "DISK_FULL", "the database's disk is full: nothing was changed", RETRY)
                : new Failure(Kind.EXHAUSTED, "DATABASE_LOCKED", "the database is locked: nothing was changed", RETRY);
    }

    private static Failure unavailable() {
        return new Failure(Kind.UNAVAILABLE, "COMMIT_FAILED", "the change could not be committed: retry");
    }

    /** The primary code: the low byte of the extended one. */
    private static int primary(SQLiteException e) {
        return e.getResultCode().code & 0xff;
    }
}
