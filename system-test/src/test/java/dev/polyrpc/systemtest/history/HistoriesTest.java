package dev.polyrpc.systemtest.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plants each fault that a watch can have, and sees it told. */
class HistoriesTest {
    private static final String LINE =
            "{\"position\":\"%d\",\"productId\":\"%s\",\"cause\":\"INVENTORY_CAUSE_%s\",\"change\":%d,\"stock\":"
                    + "{\"onHand\":%d,\"quarantined\":0,\"writtenOff\":0,\"stockVersion\":\"%d\"},\"movementId\":\"\","
                    + "\"initiatedBy\":\"warehouse\",\"eventTime\":\"2026-11-21T12:00:00.250Z\"}";

    private final List<String> lines = new ArrayList<>(List.of(
            LINE.formatted(3, "chai", "ADJUSTMENT", 5, 5, 1),
            LINE.formatted(4, "tofu", "ADJUSTMENT", 7, 7, 1),
            LINE.formatted(7, "chai", "STOCKTAKE", -1, 4, 2),
            LINE.formatted(8, "chai", "ADJUSTMENT", 2, 6, 3)));

    @TempDir
    Path folder = Path.of("");

    @BeforeEach
    void keepEvents() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE inventory_event (position INTEGER PRIMARY KEY, product_id, cause, change,"
                    + " on_hand, quarantined, written_off, stock_version, movement_id, initiated_by, event_time)");
            statement.execute("INSERT INTO inventory_event VALUES"
                    + " (3, 'chai', 'ADJUSTMENT', 5, 5, 0, 0, 1, NULL, 'warehouse', 1795262400250),"
                    + " (4, 'tofu', 'ADJUSTMENT', 7, 7, 0, 0, 1, NULL, 'warehouse', 1795262400250),"
                    + " (7, 'chai', 'STOCKTAKE', -1, 4, 0, 0, 2, NULL, 'warehouse', 1795262400250),"
                    + " (8, 'chai', 'ADJUSTMENT', 2, 6, 0, 0, 3, NULL, 'warehouse', 1795262400250)");
        }
    }

    @Test
    void sameEvents_noDifference() throws Exception {
        assertThat(difference(Watched.all())).isEmpty();
        assertThat(CompareHistory.run(arguments())).isZero();
    }

    @Test
    void fromLater_noDifference() throws Exception {
        lines.subList(0, 2).clear();

        assertThat(difference(Watched.all().from(4))).isEmpty();
    }

    @Test
    void oneProduct_noDifference() throws Exception {
        lines.remove(1);

        assertThat(difference(Watched.all().of("chai"))).isEmpty();
    }

    @Test
    void customer_doesNotSeeWhoElseActed() throws Exception {
        assertThat(difference(Watched.all().by("alice")))
                .contains("altered: position 3: initiatedBy is warehouse in line 1, and  in the table's position 3");

        lines.replaceAll(line -> line.replace("warehouse", ""));
        assertThat(difference(Watched.all().by("alice"))).isEmpty();
    }

    @Test
    void lost_isTold() throws Exception {
        lines.remove(1);

        assertThat(difference(Watched.all())).contains("lost: position 4: line 2 has position 7 already");
        assertThat(CompareHistory.run(arguments())).isEqualTo(1);
    }

    @Test
    void lostAtTheEnd_isTold() throws Exception {
        lines.subList(2, 4).clear();

        assertThat(difference(Watched.all()))
                .contains("lost: position 7, and 1 after it: the recording has its last with position 4");
    }

    @Test
    void lostAtTheBeginning_isTold() throws Exception {
        lines.remove(0);

        assertThat(difference(Watched.all())).contains("lost: position 3: line 1 has position 4 already");
    }

    @Test
    void doubled_isTold() throws Exception {
        lines.add(2, lines.get(1));

        assertThat(difference(Watched.all())).contains("doubled: line 3 has position 4, which line 2 had");
    }

    @Test
    void doubledAtTheEnd_isTold() throws Exception {
        lines.add(lines.get(1));

        assertThat(difference(Watched.all())).contains("doubled: line 5 has position 4, which line 2 had");
    }

    @Test
    void swapped_isTold() throws Exception {
        Collections.swap(lines, 1, 2);

        assertThat(difference(Watched.all()))
                .contains("out of order: line 2 has position 7, before position 4 in line 3");
    }

    @Test
    void altered_isTold() throws Exception {
        lines.set(2, lines.get(2).replace("\"onHand\":4", "\"onHand\":5"));

        assertThat(difference(Watched.all()))
                .contains("altered: position 7: stock.onHand is 5 in line 3, and 4 in the table's position 7");
    }

    @Test
    void invented_isTold() throws Exception {
        lines.add(2, LINE.formatted(5, "chai", "ADJUSTMENT", 1, 6, 2));

        assertThat(difference(Watched.all())).contains("invented: line 3 has position 5, which the table has not");
    }

    @Test
    void torn_isRefused() throws Exception {
        lines.set(3, lines.get(3).substring(0, 40));

        assertThatThrownBy(() -> difference(Watched.all())).hasMessageStartingWith("line 4: no JSON: ");
        assertThat(CompareHistory.run(arguments())).isEqualTo(2);
    }

    @Test
    void lastPosition_isThatOfTheLastWholeLine() throws IOException {
        Path file = folder.resolve("growing.jsonl");
        assertThat(Recording.lastPosition(Files.writeString(file, ""))).isZero();
        assertThat(Recording.lastPosition(Files.writeString(file, lines.get(0))))
                .isZero();
        assertThat(Recording.lastPosition(Files.writeString(file, lines.get(0) + "\n")))
                .isEqualTo(3);
        assertThat(Recording.lastPosition(Files.writeString(
                        file, lines.get(0) + "\n" + lines.get(1).substring(9))))
                .isEqualTo(3);
        String many = (lines.get(1) + "\n").repeat(100);
        assertThat(Recording.lastPosition(Files.writeString(file, many + lines.get(2) + "\n")))
                .isEqualTo(7);
        String padded = lines.get(3).replace("chai", "chai" + "é".repeat(9_000));
        assertThat(Recording.lastPosition(Files.writeString(file, many + padded + "\n{\"pos")))
                .isEqualTo(8);
    }

    private Optional<String> difference(Watched watched) throws IOException, SQLException {
        return Histories.firstDifference(
                EventTable.in(database()).read(database(), watched), Recording.read(recording()));
    }

    private List<String> arguments() throws IOException {
        return List.of(database().toString(), recording().toString(), "--after", "0");
    }

    private Path database() {
        return folder.resolve("events.db");
    }

    private Path recording() throws IOException {
        return Files.writeString(folder.resolve("seen.jsonl"), String.join("\n", lines) + "\n");
    }
}
