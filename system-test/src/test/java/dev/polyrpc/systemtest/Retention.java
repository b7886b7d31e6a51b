package dev.polyrpc.systemtest;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;

/** Has programs forget. */
final class Retention {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Retention() {}

    /** Has a program delete all events that there are, by a retention that is over at once; then it keeps them as before. */
    static void deleteEvents(Landscape landscape, Built program, String table) {
        restart(landscape, program, Map.of(program.setting("EVENT_RETENTION"), "1ms"));
        Eventually.until("all of " + table + " is deleted", LIMIT, () -> isDeleted(landscape, program, table));
        restart(landscape, program, Map.of());
    }

    private static boolean isDeleted(Landscape landscape, Built program, String table) {
        try (Connection connection = Books.readOnly(landscape.database(program));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT EXISTS (SELECT 1 FROM feed WHERE name = '%1$s') AND NOT EXISTS (SELECT 1 FROM %1$s)"
                                .formatted(table))) {
            return row.getBoolean(1);
        } catch (SQLException e) {
            throw new IllegalStateException("%s cannot be read".formatted(table), e);
        }
    }

    private static void restart(Landscape landscape, Built program, Map<String, String> settings) {
        landscape.process(program).terminate();
        landscape.process(program).exit(LIMIT);
        landscape.start(program, settings);
        landscape.reconnect();
    }
}
