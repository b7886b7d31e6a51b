package dev.polyrpc.store;

import static dev.polyrpc.store.Counters.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RequestLogTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private volatile Instant now = START;

    @TempDir
    Path folder;

    private Counters counters;
    private RequestLog requests;

    @BeforeEach
    void open() {
        counters = new Counters(folder.resolve("counters.db"));
        requests = new RequestLog(counters.store(), clock());
    }

    @AfterEach
    void close() {
        counters.close();
    }

    @Test
    void write_requestOfOlderSchema_isReplayed() throws Exception { // DOM-5
        Path file = folder.resolve("older.db");
        Flyway.configure()
                .dataSource("jdbc:sqlite:" + file, null, null)
                .locations("classpath:db/store")
                .target("0.2")
                .load()
                .migrate();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                PreparedStatement insert = connection.prepareStatement("INSERT INTO request_log (subject, method,"
                        + " request_id, fingerprint, outcome, expires_at) VALUES ('alice', 'Count', 'r1', ?, ?, ?)")) {
            insert.setBytes(1, Json.fingerprint(new Count("a", 1)));
            insert.setString(2, Json.write(new Answer("a", START, null)));
            insert.setLong(3, START.plusSeconds(60).toEpochMilli());
            insert.executeUpdate();
        }
        close();
        counters = new Counters(file);
        requests = new RequestLog(counters.store(), clock());

        assertThat(get(count("alice", "r1", new Count("a", 1)))).isEqualTo(new Answer("a", START, null));
        assertThat(counters.count()).isZero();
    }

    @Test
    void write_sameRequest50TimesAndAfterRestart_oneEffectSameAnswer() throws Exception { // DOM-5
        List<CompletionStage<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            answers.add(count("alice", "r1", new Count("a", 1)));
        }
        Set<Answer> distinct = new HashSet<>();
        for (CompletionStage<Answer> answer : answers) {
            distinct.add(get(answer));
        }
        close();
        open();
        now = START.plusSeconds(60);
        distinct.add(get(count("alice", "r1", new Count("a", 1))));

        assertThat(distinct).containsExactly(new Answer("a", START, null));
        assertThat(counters.count()).isEqualTo(1);
    }

    @Test
    void write_otherContent_isRefused() throws Exception { // DOM-6
        get(count("alice", "r1", new Count("a", 1)));

        Failure refusal = catchThrowableOfType(Failure.class, () -> get(count("alice", "r1", new Count("a", 2))));
        assertThat(refusal.kind()).isEqualTo(Kind.STATE);
        assertThat(refusal.reason()).isEqualTo("REQUEST_ID_REUSED");
    }

    @Test
    void write_otherSubject_isUnrelated() throws Exception { // DOM-6
        get(count("alice", "r1", new Count("a", 1)));

        assertThat(get(count("bob", "r1", new Count("b", 2))).name()).isEqualTo("b");
        assertThat(counters.count()).isEqualTo(2);
    }

    @Test
    void write_refusedBefore_isRefusedTheSameWayThoughItWouldNowSucceed() throws Exception {
        Failure first = catchThrowableOfType(Failure.class, () -> get(refuse(Kind.STATE)));
        Failure second = catchThrowableOfType(Failure.class, () -> get(count("alice", "r1", new Count("a", 1))));

        assertThat(second.kind()).isEqualTo(Kind.STATE);
        assertThat(second.reason()).isEqualTo(first.reason());
        assertThat(second).hasMessage(first.getMessage());
        assertThat(second.details()).isEqualTo(first.details());
        assertThat(counters.count()).isZero();
    }

    @Test
    void write_refusedForNow_isDecidedAnew() throws Exception {
        assertThatThrownBy(() -> get(refuse(Kind.CONFLICT))).isInstanceOf(Failure.class);

        assertThat(get(count("alice", "r1", new Count("a", 1))).name()).isEqualTo("a");
    }

    @Test
    void write_after24Hours_isForgotten() throws Exception {
        get(count("alice", "r1", new Count("a", 1)));
        now = START.plus(Duration.ofHours(24));

        assertThat(get(count("alice", "r1", new Count("b", 2))).name()).isEqualTo("b");
    }

    @Test
    void write_keptForEver_isNeverForgotten() throws Exception {
        requests = RequestLog.forEver(counters.store(), clock(), "step");
        get(count("alice", "r1", new Count("a", 1)));
        now = START.plus(Duration.ofDays(10_000));

        assertThat(get(count("alice", "r1", new Count("a", 1))).at()).isEqualTo(START);
        assertThat(catchThrowableOfType(Failure.class, () -> get(count("alice", "r1", new Count("b", 1))))
                        .reason())
                .isEqualTo("STEP_REUSED");
    }

    @Test
    void write_manyRequests_sweepsTheForgottenOnes() throws Exception {
        for (int i = 0; i < 300; i++) {
            get(count("alice", "old" + i, new Count("old" + i, 1)));
        }
        now = START.plus(Duration.ofHours(25));
        for (int i = 0; i < 300; i++) {
            get(count("alice", "new" + i, new Count("new" + i, 1)));
        }

        int kept = counters.store()
                .read(sql -> sql.first("SELECT count(*) FROM request_log", row -> row.getInt(1))
                        .orElseThrow());
        assertThat(kept).isEqualTo(300);
    }

    private CompletionStage<Answer> count(String subject, String requestId, Count count) {
        return requests.write(new Request(subject, "Count", requestId, count), Answer.class, sql -> {
            Counters.put(sql, count.name, count.value);
            return new Answer(count.name, now, null);
        });
    }

    private CompletionStage<Answer> refuse(Kind kind) {
        return requests.write(new Request("alice", "Count", "r1", new Count("a", 1)), Answer.class, sql -> {
            Counters.put(sql, "a", 1);
            throw new Failure(kind, "NOT_NOW", "not now", Map.of("name", "a"));
        });
    }

    private Clock clock() {
        InstantSource source = () -> now;
        return source.withZone(ZoneOffset.UTC);
    }

    private record Count(String name, int value) {}

    private record Answer(String name, Instant at, @Nullable String note) {}
}
