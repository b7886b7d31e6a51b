package dev.polyrpc.kit.thrift;

import dev.polyrpc.kit.call.CallPool;
import dev.polyrpc.kit.failure.Failure;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections to one backend, each for one call at a time: at least one is kept open, as many are opened as are wanted at
 * once, and calls wait for one when there are no more to be had. For use on the event loop alone.
 */
final class ConnectionPool {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionPool.class);
    private static final int MOST_WAITING = 1_000;
    private static final long RECONNECT_S = 1;
    private static final long LOOK_S = 5;
    /** When nothing was heard of the backend for that long, a handshake has to show that it still lives. */
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** Who says nothing for that long though asked may be frozen, or cut off. */
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Less than what servers allow, so that it is we who close. */
    private static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(4);

    private final EventLoop loop;
    private final Function<ConnectionPool, ClientConnection> opener;
    private final int most;
    private final Set<ClientConnection> opening = new HashSet<>();
    private final Set<ClientConnection> open = new HashSet<>();
    private final Deque<ClientConnection> idle = new ArrayDeque<>();
    private final Deque<Waiter> waiting = new ArrayDeque<>();
    private final Future<?> looks;
    /** The latest attempt to connect failed, and there is no connection: calls fail at once. */
    private boolean down;

    /** There is no sense in more connections right now: the latest could not be opened, or was closed before it was of any use. */
    private boolean pausing;

    /** That connections fail was told, and no call has been answered since. */
    private boolean told;

    private boolean serving;
    private boolean closed;
    private volatile boolean ready;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    /** Begins to connect. */
    ConnectionPool(EventLoop loop, int most, Function<ConnectionPool, ClientConnection> opener) {
        this.loop = loop;
        this.most = most;
        this.opener = opener;
        this.looks = loop.scheduleWithFixedDelay(this::look, LOOK_S, LOOK_S, TimeUnit.SECONDS);
        loop.execute(this::grow);
    }

    /** Who wants a connection; one of the two is called, now or later. */
    interface Waiter {
        /** It is the waiter's until released. */
        void connected(ClientConnection connection);

        void refused(Failure failure);
    }

    void acquire(Waiter waiter) {
        if (closed || down) {
            waiter.refused(OutgoingCall.unavailable());
        } else if (waiting.size() >= MOST_WAITING) {
            waiter.refused(CallPool.full());
        } else {
            waiting.add(waiter);
            serve();
            grow();
        }
    }

    /** The waiter wants none any more. */
    void forget(Waiter waiter) {
        waiting.remove(waiter);
    }

    /** Gives a connection back whose call has ended. */
    void release(ClientConnection connection) {
        if (!open.contains(connection)) {
            return; // it closed meanwhile
        }
        if (closed || (connection.isOutdated() && hasNewer())) {
            connection.close();
            return;
        }
        told &= !connection.hasAnswered();
        idle.addLast(connection);
        serve();
    }

    /** Its handshake is over. */
    void opened(ClientConnection connection) {
        opening.remove(connection);
        if (closed) {
            connection.close();
            return;
        }
        down = false;
        ready = true;
        open.add(connection);
        if (!connection.isOutdated()) {
            closeIdle(ClientConnection::isOutdated);
        }
        release(connection);
        grow();
    }

    /**
     * It has closed, or was never open.
     *
     * @param another whether there is another address to try
     */
    void lost(ClientConnection connection, boolean another) {
        idle.remove(connection);
        boolean neverOpen = opening.remove(connection);
        open.remove(connection);
        ready = !open.isEmpty();
        if (closed) {
            endIfEmpty();
            return;
        }
        if (connection.isFailed()) {
            tell(connection);
            if (!another) {
                pause();
            }
        }
        if (neverOpen) {
            distrust(connection);
            if (!another && open.isEmpty() && opening.isEmpty()) {
                down = true;
                refuseAll();
            }
        }
        grow();
    }

    /** This one was waited for in vain: those are as dead that were not heard of since, if that was long. */
    void distrust(ClientConnection silent) {
        long waited = silent.waitedNanos();
        if (waited >= SILENCE_NANOS) {
            closeIdle(other -> other.quietNanos() > waited);
        }
    }

    /** Says in the log why a connection serves nobody; once until a call is answered again. */
    void tell(ClientConnection failed) {
        if (!told) {
            told = true;
            LOG.atWarn()
                    .addKeyValue("server", failed.server())
                    .setCause(failed.problem())
                    .log("a connection has failed");
        }
    }

    /** Has connections replaced that show an earlier certificate; they serve until there is a newer one. */
    void renew() {
        open.forEach(ClientConnection::outdate);
        opening.forEach(ClientConnection::outdate);
        grow();
    }

    /** Takes this one out of use: closes it as soon as no call runs over it. */
    void retire(ClientConnection connection) {
        connection.outdate();
        if (idle.remove(connection)) {
            connection.close();
        }
    }

    /** Whether there is a connection; for any thread. */
    boolean isReady() {
        return ready;
    }

    /** Takes no more calls; what runs may end. */
    void close() {
        closed = true;
        ready = false;
        looks.cancel(false);
        refuseAll();
        List.copyOf(idle).forEach(ClientConnection::close);
        List.copyOf(opening).forEach(ClientConnection::close);
        endIfEmpty();
    }

    /** Ends what still runs, too. */
    void cut() {
        List.copyOf(open).forEach(ClientConnection::cut);
    }

    /** Completes once it is closed, and no call runs any more. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    /** The connection that rested last goes first, so that those which nobody needs come to their end. */
    private void serve() {
        if (serving) {
            return; // further out, on this very stack
        }
        serving = true;
        try {
            while (!waiting.isEmpty() && !idle.isEmpty()) {
                waiting.removeFirst().connected(idle.removeLast());
            }
        } finally {
            serving = false;
        }
    }

    private void refuseAll() {
        List<Waiter> refused = List.copyOf(waiting);
        waiting.clear();
        refused.forEach(waiter -> waiter.refused(OutgoingCall.unavailable()));
    }

    private void open() {
        opening.add(opener.apply(this));
    }

    /** Opens as many as are waited for, and one in any case that shows our certificate of now. */
    private void grow() {
        while (!closed && !pausing && opening.size() < wanted() && opening.size() + newer() < most) {
            open();
        }
    }

    private int wanted() {
        return hasNewer() ? waiting.size() : Math.max(1, waiting.size());
    }

    private void pause() {
        if (!pausing) {
            pausing = true;
            Future<?> unused = loop.schedule(
                    () -> {
                        pausing = false;
                        grow();
                    },
                    RECONNECT_S,
                    TimeUnit.SECONDS);
        }
    }

    private void endIfEmpty() {
        if (open.isEmpty() && opening.isEmpty()) {
            ended.complete(null);
        }
    }

    private boolean hasNewer() {
        for (ClientConnection connection : open) {
            if (!connection.isOutdated()) {
                return true;
            }
        }
        return false;
    }

    private int newer() {
        return (int)
                open.stream().filter(connection -> !connection.isOutdated()).count();
    }

    private void closeIdle(Predicate<ClientConnection> which) {
        idle.stream().filter(which).toList().forEach(ClientConnection::close);
    }

    private void look() {
        closeIdle(connection -> connection.quietNanos() > IDLE_NANOS);
        ClientConnection oldest = idle.peekFirst();
        boolean quiet = open.stream().allMatch(connection -> connection.quietNanos() > QUIET_NANOS);
        if (oldest != null && quiet && !pausing && opening.isEmpty()) {
            oldest.outdate(); // serves until the new one is open
            open();
        }
    }
}
