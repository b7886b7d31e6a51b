package dev.polyrpc.store;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what became of requests, in the database itself: a repeated one gets the same answer and changes nothing. Safe
 * for use by many threads.
 */
public final class RequestLog {
    private static final Duration KEPT = Duration.ofHours(24);
    private static final Set<Kind> KEPT_REFUSALS = EnumSet.of(Kind.INVALID, Kind.NOT_FOUND, Kind.EXISTS, Kind.STATE);
    private static final int SWEEP_EVERY = 256;
    private static final int SWEEP_AT_MOST = 512;

    private final SqliteStore store;
    private final Clock clock;
    private final @Nullable Duration kept;
    private final String idName;
    private final AtomicInteger recorded = new AtomicInteger();

    private RequestLog(SqliteStore store, Clock clock, @Nullable Duration kept, String idName) {
        this.store = store;
        this.clock = clock;
        this.kept = kept;
        this.idName = idName;
    }

    /** Makes the log that keeps requests for 24 hours, named by their {@code request_id}. */
    public RequestLog(SqliteStore store, Clock clock) {
        this(store, clock, KEPT, "request_id");
    }

    /** Makes a log that keeps requests for as long as the database lives. */
    public static RequestLog forEver(SqliteStore store, Clock clock, String idName) {
        return new RequestLog(store, clock, null, idName);
    }

    /**
     * Queues work as {@link SqliteStore#write} does, unless the request is known: then its outcome is replayed. Outcomes
     * that are kept, in the same commit as the work: the answer (as JSON: a record of plain values, instants and records)
     * and refusals of the kinds INVALID, NOT_FOUND, EXISTS and STATE.
     */
    public <T> CompletionStage<T> write(Request request, Class<T> answer, Work<T> work) {
        byte[] fingerprint = Json.fingerprint(request.command());
        return store.write(sql -> {
            Optional<Entry> known = find(sql, request);
            if (known.isPresent()) {
                return replay(known.get(), request, fingerprint, answer);
            }
            T result = decide(sql, request, fingerprint, work);
            record(sql, request, fingerprint, null, Json.write(result));
            return result;
        });
    }

    private <T> T decide(Sql sql, Request request, byte[] fingerprint, Work<T> work) throws SQLException {
        try {
            return work.run(sql);
        } catch (Failure refusal) {
            if (!request.keepsRefusals() || !KEPT_REFUSALS.contains(refusal.kind())) {
                throw refusal;
            }
            String said = Json.write(new Refusal(refusal.reason(), refusal.getMessage(), refusal.details()));
            throw new RecordedRefusal(refusal, again -> record(again, request, fingerprint, refusal.kind(), said));
        }
    }

    private <T> T replay(Entry entry, Request request, byte[] fingerprint, Class<T> answer) {
        if (!Arrays.equals(entry.fingerprint, fingerprint)) {
            throw new Failure(
                    Kind.STATE,
                    idName.toUpperCase(Locale.ROOT) + "_REUSED",
                    "%s: %s (expected: one that no call with another content has used)"
                            .formatted(idName, request.requestId()),
                    Map.of(idName, request.requestId()));
        }
        if (entry.kind == null) {
            return Json.read(entry.outcome, answer);
        }
        Refusal refusal = Json.read(entry.outcome, Refusal.class);
        throw new Failure(Kind.valueOf(entry.kind), refusal.reason, refusal.message, refusal.details);
    }

    private Optional<Entry> find(Sql sql, Request request) {
        return sql.first(
                "SELECT fingerprint, kind, outcome FROM request_log WHERE subject = ? AND method = ?"
                        + " AND request_id = ? AND (expires_at IS NULL OR expires_at > ?)",
                Entry::read,
                request.subject(),
                request.method(),
                request.requestId(),
                clock.millis());
    }

    private int record(Sql sql, Request request, byte[] fingerprint, @Nullable Kind kind, String outcome) {
        long now = clock.millis();
        if (recorded.incrementAndGet() % SWEEP_EVERY == 0) {
            sql.update(
                    "DELETE FROM request_log WHERE entry IN (SELECT entry FROM request_log WHERE expires_at <= ?"
                            + " ORDER BY expires_at LIMIT ?)",
                    now,
                    SWEEP_AT_MOST);
        }
        return sql.update(
                "INSERT OR REPLACE INTO request_log"
                        + " (subject, method, request_id, fingerprint, kind, outcome, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                request.subject(),
                request.method(),
                request.requestId(),
                fingerprint,
                kind == null ? null : kind.name(),
                outcome,
                kept == null ? null : now + kept.toMillis());
    }

    private record Refusal(String reason, String message, Map<String, String> details) {}

    private static final class Entry {
        private final byte[] fingerprint;
        private final @Nullable String kind;
        private final String outcome;

        private Entry(byte[] fingerprint, @Nullable String kind, String outcome) {
            this.fingerprint = fingerprint;
            this.kind = kind;
            this.outcome = outcome;
        }

        static Entry read(ResultSet row) throws SQLException {
            return new Entry(row.getBytes(1), row.getString(2), row.getString(3));
        }
    }
}
