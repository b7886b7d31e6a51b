package dev.polyrpc.kit.store;

import java.time.Clock;
import java.util.concurrent.CompletionStage;

/**
 * Remembers for 24 hours what became of requests, in the database itself: a repeated one gets the same answer and changes
 * nothing. Safe for use by many threads.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class RequestLog {
    /** Makes the log of a store. */
    public RequestLog(SqliteStore store, Clock clock) {}

    /**
     * Queues work as {@link SqliteStore#write} does, unless the request is known: then its outcome is replayed. Outcomes
     * that are kept, in the same commit as the work: the answer (as JSON: a record of plain values, instants and records)
     * and refusals of the kinds INVALID, NOT_FOUND, EXISTS and STATE.
     */
    public <T> CompletionStage<T> write(Request request, Class<T> answer, Work<T> work) {
        throw new UnsupportedOperationException();
    }
}
