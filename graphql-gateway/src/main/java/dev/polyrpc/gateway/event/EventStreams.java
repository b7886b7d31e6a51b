package dev.polyrpc.gateway.event;

import dev.polyrpc.gateway.request.Answers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The answers of events that are open. Safe for use by many threads. */
public final class EventStreams implements AutoCloseable {
    private final Duration every;
    private final Duration slow;
    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * None is open yet.
     *
     * @param every how often a comment keeps a quiet answer alive
     * @param slow how long a client may read nothing
     */
    public EventStreams(Duration every, Duration slow) {
        this.every = every;
        this.slow = slow;
    }

    Duration every() {
        return every;
    }

    Duration slow() {
        return slow;
    }

    /** An answer that is yet to begin, on its own thread. */
    public EventStream open(EventPeer peer, Answers answers) {
        EventStream stream = new EventStream(peer, answers, this, open::remove);
        open.add(stream);
        return stream;
    }

    boolean closed() {
        return closed;
    }

    /** Ends them without a last word, so that clients connect again and go on; queries and mutations are answered. */
    @Override
    public void close() {
        closed = true;
        List.copyOf(open).forEach(EventStream::drain);
    }
}
