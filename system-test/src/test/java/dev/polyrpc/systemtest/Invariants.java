package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The queries that stand in docs/invariants.md, each of which finds what breaks an invariant. */
final class Invariants {
    private static final Path PAGE = Path.of("..", "docs", "invariants.md");
    private static final Pattern BLOCK =
            Pattern.compile("^```sql\\n(-- (I\\d):.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    private Invariants() {}

    /** Runs every query; fails with the rows that break an invariant. */
    static void check(Path products, Path returns) {
        assertThat(broken(products, returns)).isEmpty();
    }

    /** Runs every query; answers the invariants that are broken, each with the rows that break it. */
    static Map<String, List<String>> broken(Path products, Path returns) {
        Map<String, String> queries = queries();
        assertThat(queries).as("the page's queries").containsKeys("I1", "I2", "I3", "I6");
        Map<String, List<String>> broken = new LinkedHashMap<>();
        try (Connection connection = Books.readOnly(products);
                Statement statement = connection.createStatement()) {
            statement.execute("ATTACH 'file:%s?mode=ro' AS returns".formatted(returns));
            for (Map.Entry<String, String> query : queries.entrySet()) {
                List<String> rows = rows(statement, query.getValue());
                if (!rows.isEmpty()) {
                    broken.put(query.getKey(), rows);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("a query of the page does not run", e);
        }
        return broken;
    }

    private static Map<String, String> queries() {
        Map<String, String> queries = new LinkedHashMap<>();
        Matcher block = BLOCK.matcher(page());
        while (block.find()) {
            queries.merge(block.group(2), block.group(1), (first, second) -> first + second);
        }
        return queries;
    }

    private static String page() {
        try {
            return Files.readString(PAGE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> rows(Statement statement, String query) throws SQLException {
        List<String> found = new ArrayList<>();
        for (String select : query.split(";\\s*\\n", -1)) {
            if (select.lines().allMatch(line -> line.isBlank() || line.startsWith("--"))) {
                continue;
            }
            try (ResultSet rows = statement.executeQuery(select)) {
                while (rows.next()) {
                    List<String> row = new ArrayList<>();
                    for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                        row.add(rows.getMetaData().getColumnLabel(column) + "=" + rows.getString(column));
                    }
                    found.add(String.join(" ", row));
                }
            }
        }
        return found;
    }
}
