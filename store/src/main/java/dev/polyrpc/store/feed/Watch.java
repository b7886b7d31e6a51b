package dev.polyrpc.store.feed;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One reader's way through a {@link Feed}: a cursor. It holds no thread and, but while it catches up, no events; a reader
 * that does not ask costs nothing. {@link #next} is for one thread at a time, {@link #close} for any.
 */
public final class Watch<E> implements AutoCloseable {
    private final Feed<E> feed;
    private final Selection<E> selection;
    private final Runnable more;
    private final long start;
    private final AtomicBoolean waiting = new AtomicBoolean();
    private volatile @Nullable Page<E> arrived;
    private volatile boolean closed;

    private long cursor; // position up to which all was given
    private long number = Ring.BEHIND; // of the next event in the ring
    private boolean reading; // a page is on its way
    private List<E> page = List.of();
    private int inPage;

    Watch(Feed<E> feed, Selection<E> selection, long cursor, Runnable more) {
        this.feed = feed;
        this.selection = selection;
        this.start = cursor;
        this.cursor = cursor;
        this.more = more;
    }

    /** The position after which the watch began: who has seen none of its events goes on from there. */
    public long start() {
        return start;
    }

    /** The position up to which there is no event that {@link #next} has not given, once that gave null; for the same thread. */
    public long position() {
        return cursor;
    }

    /** Whether events of the past are on their way, so that null from {@link #next} says nothing yet; for the same thread. */
    public boolean behind() {
        return reading;
    }

    /**
     * The next event, at once; null when there is none now: then {@code more} is run as soon as there may be one.
     *
     * @throws dev.polyrpc.kit.failure.Failure when what follows is no longer kept, or cannot be read; the watch is over
     */
    public @Nullable E next() {
        while (!closed) {
            if (inPage < page.size()) {
                return page.get(inPage++);
            }
            if (reading && !turnPage()) {
                return null;
            }
            if (inPage < page.size()) {
                continue;
            }
            if (number == Ring.BEHIND && !findInRing()) {
                return null;
            }
            if (number == feed.ring().head() && await()) {
                return null;
            }
            E event = fromRing();
            if (event != null) {
                return event;
            }
        }
        return null;
    }

    private boolean turnPage() {
        Page<E> next = arrived;
        if (next == null) {
            return false;
        }
        arrived = null;
        reading = false;
        if (next.failure() != null) {
            close();
            throw next.failure();
        }
        page = next.events();
        inPage = 0;
        cursor = next.cursor();
        return true;
    }

    /** False when the table has to be read first. */
    private boolean findInRing() {
        page = List.of();
        inPage = 0;
        number = feed.ring().after(cursor);
        if (number != Ring.BEHIND) {
            return true;
        }
        reading = true;
        feed.read(this, selection, cursor);
        return false;
    }

    /** True when there is nothing new, and whoever adds something will know of us. */
    private boolean await() {
        waiting.set(true);
        return feed.ring().head() == number || !waiting.compareAndSet(true, false);
    }

    private @Nullable E fromRing() {
        E event = number < feed.ring().head() ? feed.ring().get(number) : null;
        if (event == null) {
            number = Ring.BEHIND; // it was dropped before we came by
            return null;
        }
        number++;
        long position = feed.position(event);
        if (position <= cursor) {
            return null; // the table had it already
        }
        cursor = position;
        return selection.includes(event) ? event : null;
    }

    void arrive(Page<E> next) {
        arrived = next;
        more.run();
    }

    void wake() {
        if (waiting.get() && waiting.compareAndSet(true, false)) {
            more.run();
        }
    }

    /** Ends the watch: nothing is left of it. */
    @Override
    public void close() {
        closed = true;
        feed.forget(this);
    }
}
