package dev.polyrpc.benchmark.probe;

import dev.polyrpc.benchmark.measure.Figure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * What SQLite can do at most with a change of stock and its row of the outbox, durable as a service's are: one commit for
 * each, and one for 64 of them. No service can write faster: SQLite is set as for their writer, but that the log is brought
 * to the file in between, not beside.
 */
final class WriteLimits implements Probe {
    private static final int PRODUCTS = 100_000; // as many as the services have
    private static final int GROUP = 64;
    private static final int CACHE_KIB = 32 * 1024; // this and what follows: as in the services' store
    private static final int CHECKPOINT_PAGES = 8_192;

    private final Path folder;
    private final Rounds rounds;

    /** Writes in that folder, which is on the disk that the services use. */
    WriteLimits(Path folder, Rounds rounds) {
        this.folder = folder;
        this.rounds = rounds;
    }

    @Override
    public List<String> goals() {
        return List.of("P9");
    }

    @Override
    public List<Reading> measure(boolean quick, Consumer<String> progress) throws IOException, InterruptedException {
        int turns = quick ? 3 : 7;
        int changes = quick ? 20_000 : 60_000;
        Path file = Files.createDirectories(folder).resolve("limits.db");
        try (Connection database = open(file);
                Changes writing = new Changes(database)) {
            progress.accept("SQLite, groups of %d".formatted(GROUP));
            Figure grouped = rounds.of(turns, () -> writing.perSecond(changes, GROUP));
            progress.accept("SQLite, one commit each");
            Figure single = rounds.of(turns, () -> writing.perSecond(changes / 10, 1));
            return List.of(
                    new Reading("P9", "grouped-limit", "SQLite alone, groups of 64, durable", "changes/s", grouped),
                    new Reading("P9", "single-limit", "SQLite alone, one commit each, durable", "changes/s", single));
        } catch (SQLException e) {
            throw new IOException(e);
        } finally {
            for (String suffix : List.of("", "-wal", "-shm")) {
                Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
            }
        }
    }

    private static Connection open(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setGetGeneratedKeys(false);
        config.setCacheSize(-CACHE_KIB);
        config.setWalAutocheckpoint(CHECKPOINT_PAGES);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        Connection database = source.getConnection();
        try (Statement statement = database.createStatement()) {
            statement.executeUpdate(
                    "CREATE TABLE stock (product_id TEXT PRIMARY KEY, on_hand INTEGER NOT NULL, version INTEGER NOT NULL) STRICT, WITHOUT ROWID");
            statement.executeUpdate(
                    "CREATE TABLE event (position INTEGER PRIMARY KEY AUTOINCREMENT, product_id TEXT NOT NULL, change INTEGER NOT NULL, on_hand INTEGER NOT NULL, event_time INTEGER NOT NULL) STRICT");
            statement.executeUpdate(
                    "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < %d) INSERT INTO stock SELECT printf('product-%%07d', i), 0, 0 FROM n"
                            .formatted(PRODUCTS - 1));
        }
        return database;
    }

    /** Two statements, prepared once. */
    private static final class Changes implements AutoCloseable {
        private final Connection database;
        private final PreparedStatement stock;
        private final PreparedStatement event;
        private final SplittableRandom random = new SplittableRandom(42);

        Changes(Connection database) throws SQLException {
            this.database = database;
            database.setAutoCommit(false);
            stock = database.prepareStatement(
                    "UPDATE stock SET on_hand = on_hand + 1, version = version + 1 WHERE product_id = ?");
            event = database.prepareStatement(
                    "INSERT INTO event (product_id, change, on_hand, event_time) VALUES (?, 1, ?, ?)");
        }

        double perSecond(int changes, int group) throws IOException {
            try {
                return write(changes, group);
            } catch (SQLException e) {
                throw new IOException(e);
            }
        }

        private double write(int changes, int group) throws SQLException {
            long start = System.nanoTime();
            for (int n = 1; n <= changes; n++) {
                String productId = "product-%07d".formatted(random.nextInt(PRODUCTS));
                stock.setString(1, productId);
                stock.executeUpdate();
                event.setString(1, productId);
                event.setInt(2, n);
                event.setLong(3, System.currentTimeMillis());
                event.executeUpdate();
                if (n % group == 0) {
                    database.commit();
                }
            }
            database.commit();
            return changes * 1e9 / (System.nanoTime() - start);
        }

        @Override
        public void close() throws SQLException {
            stock.close();
            event.close();
        }
    }
}
