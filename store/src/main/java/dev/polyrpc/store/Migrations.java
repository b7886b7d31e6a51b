package dev.polyrpc.store;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * Brings a schema up to date. Looks first, with a directory listing and one query: the migration library alone costs a
 * quarter of a second when it is started cold.
 */
final class Migrations {
    private static final String CLASSPATH = "classpath:";
    private static final String STORE = CLASSPATH + "db/store";
    private static final Pattern NAME = Pattern.compile("V([0-9_]+)__[A-Za-z0-9_]+\\.sql");

    private final List<String> locations;
    private final ClassLoader loader = Migrations.class.getClassLoader();

    Migrations(String location) {
        this.locations = List.of(STORE, location);
    }

    /** Runs what is missing; refuses a schema that knows more than this program. */
    void run(DataSource database, Sql sql) throws IOException {
        Set<String> known = known();
        Set<String> applied = applied(sql);
        Set<String> newer = new HashSet<>(applied);
        newer.removeAll(known);
        if (!newer.isEmpty()) {
            throw new IllegalStateException(
                    "schema is newer than this program: it has version %s (expected: at most %s)"
                            .formatted(highest(newer), highest(known)));
        }
        if (!applied.equals(known)) {
            Flyway.configure()
                    .dataSource(database)
                    .locations(locations.toArray(String[]::new))
                    .outOfOrder(true) // the kit's own migrations are numbered below 1, whenever they come
                    .load()
                    .migrate();
        }
    }

    private static Set<String> applied(Sql sql) {
        boolean fresh = sql.list("SELECT 1 FROM sqlite_schema WHERE name = 'flyway_schema_history'", row -> 1)
                .isEmpty();
        return fresh
                ? Set.of()
                : Set.copyOf(sql.list(
                        "SELECT version FROM flyway_schema_history WHERE success AND version IS NOT NULL",
                        row -> row.getString(1)));
    }

    private Set<String> known() throws IOException {
        Set<String> versions = new HashSet<>();
        for (String location : locations) {
            Set<String> names = list(location.substring(CLASSPATH.length()));
            names.stream()
                    .map(NAME::matcher)
                    .filter(Matcher::matches)
                    .map(name -> name.group(1).replace('_', '.'))
                    .forEach(versions::add);
        }
        return versions;
    }

    private Set<String> list(String folder) throws IOException {
        URL url = loader.getResource(folder);
        if (url == null) {
            throw new IllegalArgumentException("no migrations at " + folder);
        }
        URLConnection connection = url.openConnection();
        if (connection instanceof JarURLConnection jar) {
            return jar.getJarFile().stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.startsWith(folder + "/"))
                    .map(name -> name.substring(folder.length() + 1))
                    .collect(Collectors.toSet());
        }
        try (Stream<Path> files = Files.list(Path.of(url.toURI()))) {
            return files.map(file -> String.valueOf(file.getFileName())).collect(Collectors.toSet());
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private static String highest(Set<String> versions) {
        return versions.stream()
                .max((a, b) -> Double.compare(Double.parseDouble(a), Double.parseDouble(b)))
                .orElse("none");
    }
}
