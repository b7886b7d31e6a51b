package dev.polyrpc.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MigrationsTest {
    @TempDir
    Path folder;

    @Test
    void open_schemaNewerThanTheProgram_isRefused() throws Exception { // CFG-3
        Path file = folder.resolve("counters.db");
        new Counters(file).close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO flyway_schema_history SELECT 99, '7', description, type, script, checksum,"
                    + " installed_by, installed_on, execution_time, success FROM flyway_schema_history LIMIT 1");
        }

        assertThatThrownBy(() -> new Counters(file))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("schema is newer than this program: it has version 7 (expected: at most 1)");
    }

    @Test
    void open_fileCannotBeWritten_isRefused() throws Exception { // CFG-3
        Path notAFolder = Files.writeString(folder.resolve("file"), "text");

        assertThatThrownBy(() -> new Counters(notAFolder.resolve("counters.db")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot be written");
        assertThatThrownBy(() -> new Counters(folder))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot be written");
    }

    @Test
    void open_fileIsNoDatabase_isRefused() throws Exception { // CFG-3
        Path text = Files.writeString(folder.resolve("text.db"), "no database, only a text ".repeat(100));

        assertThatThrownBy(() -> new Counters(text))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not a database");
    }

    @Test
    void open_again_keepsWhatIsThere() throws Exception {
        Path file = folder.resolve("counters.db");
        try (Counters counters = new Counters(file)) {
            Counters.get(counters.set("a", 1));
        }
        try (Counters counters = new Counters(file)) {
            assertThat(counters.count()).isEqualTo(1);
        }
    }
}
