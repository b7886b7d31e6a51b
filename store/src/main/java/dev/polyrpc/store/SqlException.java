package dev.polyrpc.store;

import java.io.Serial;
import java.sql.SQLException;

/** An {@link SQLException} on its way through code that knows nothing of databases, back to the store. */
public final class SqlException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    SqlException(SQLException cause) {
        super(cause.getMessage(), cause);
    }
}
