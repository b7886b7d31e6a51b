package dev.polyrpc.store;

import dev.polyrpc.kit.failure.Failure;
import java.io.Serial;
import java.sql.SQLException;

/** A refusal that is written down: the work rolls back, the record of its refusal commits in its place. */
final class RecordedRefusal extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Failure refusal;
    private final transient Work<Integer> record;

    RecordedRefusal(Failure refusal, Work<Integer> record) {
        super(null, refusal, false, false);
        this.refusal = refusal;
        this.record = record;
    }

    /** Writes the record; returns what the caller gets. */
    Failure record(Sql sql) throws SQLException {
        record.run(sql);
        return refusal;
    }
}
