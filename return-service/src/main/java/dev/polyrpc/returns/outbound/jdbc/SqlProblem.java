package dev.polyrpc.returns.outbound.jdbc;

import java.io.Serial;
import java.sql.SQLException;

/** Carries an SQLException through the domain, which knows nothing of databases, back to the store, which does. */
final class SqlProblem extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final SQLException exception;

    SqlProblem(SQLException exception) {
        super(exception);
        this.exception = exception;
    }

    SQLException exception() {
        return exception;
    }
}
