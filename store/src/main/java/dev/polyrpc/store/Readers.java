package dev.polyrpc.store;

import java.sql.SQLException;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/** A read-only connection for each thread that reads; ends with its thread, at the latest when the next thread comes. */
final class Readers implements AutoCloseable {
    private final Callable<Sql> opener;
    private final Map<Thread, Sql> open = new ConcurrentHashMap<>();
    private boolean closed; // guarded by this

    Readers(Callable<Sql> opener) {
        this.opener = opener;
    }

    Sql own() throws SQLException {
        Sql sql = open.get(Thread.currentThread());
        return sql == null ? openOwn() : sql;
    }

    private synchronized Sql openOwn() throws SQLException {
        if (closed) {
            throw new SQLException("closed");
        }
        closeThoseOfEndedThreads();
        try {
            Sql sql = opener.call();
            open.put(Thread.currentThread(), sql);
            return sql;
        } catch (SQLException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new SQLException(e);
        }
    }

    private void closeThoseOfEndedThreads() {
        Iterator<Map.Entry<Thread, Sql>> entries = open.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<Thread, Sql> entry = entries.next();
            if (!entry.getKey().isAlive()) {
                entries.remove();
                entry.getValue().close();
            }
        }
    }

    /** Closes all; whoever reads at this moment gets an error. */
    @Override
    public synchronized void close() {
        closed = true;
        open.values().forEach(Sql::close);
        open.clear();
    }
}
