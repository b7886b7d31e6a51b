package dev.polyrpc.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckpointsTest {
    private static final int PAGES = 100;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    @Test
    void committed_writesWithoutPause_logBeginsAnew() throws Exception {
        Path file = folder.resolve("notes.db");
        Sql writing = open(file);
        writing.update("CREATE TABLE note (number INTEGER PRIMARY KEY, text BLOB NOT NULL)");
        int notes = 0;
        long longest = 0;
        long pages;
        try (Checkpoints checkpoints = new Checkpoints(() -> open(file), PAGES, "checkpoint")) {
            checkpoints.start();
            long end = System.nanoTime() + LIMIT.toNanos();
            do {
                writing.update("INSERT INTO note (text) VALUES (zeroblob(20000))"); // some 6 pages
                notes++;
                checkpoints.committed(writing);
                pages = pages(writing);
                longest = Math.max(longest, pages);
            } while (pages == longest && System.nanoTime() < end);
        }

        assertThat(longest).isGreaterThanOrEqualTo(PAGES);
        assertThat(pages).isLessThan(longest);
        Sql reading = open(file);
        assertThat(reading.first("SELECT count(*) FROM note", row -> row.getInt(1)))
                .hasValue(notes);
        reading.close();
        writing.close();
    }

    private static long pages(Sql sql) {
        return sql.first("PRAGMA wal_checkpoint(NOOP)", row -> row.getLong(2)).orElseThrow();
    }

    private static Sql open(Path file) throws SQLException {
        Sql sql = Sql.of(DriverManager.getConnection("jdbc:sqlite:" + file));
        sql.first("PRAGMA journal_mode = WAL", row -> row.getString(1));
        sql.first("PRAGMA wal_autocheckpoint = 0", row -> row.getInt(1));
        return sql;
    }
}
