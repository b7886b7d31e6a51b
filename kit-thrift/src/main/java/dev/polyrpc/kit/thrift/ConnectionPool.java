package dev.polyrpc.kit.thrift;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The connections to one backend, each for one call at a time: at least one is kept open, as many are opened as are wanted at
 * once, and calls wait for one when there are no more to be had. For use on the event loop alone.
 */
final class ConnectionPool {
    private static final int MOST_WAITING = 1_000;
    private static final long RECONNECT_S = 1;
    private static final long LOOK_S = 15;
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
            waiter.refused(new Failure(
                    Kind.EXHAUSTED, "OVERLOADED", "too many calls are waiting", Map.of(Faults.RETRY_AFTER_MS, "200")));
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
        connection.restBegins();
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
        List.copyOf(idle).stream().filter(ClientConnection::isOutdated).forEach(ClientConnection::close);
        release(connection);
    }

    /** It has closed, or was never open. */
    void lost(ClientConnection connection) {
        idle.remove(connection);
        boolean neverOpen = opening.remove(connection);
        open.remove(connection);
        ready = !open.isEmpty();
        if (closed) {
            endIfEmpty();
            return;
        }
        if (!connection.hasAnswered()) {
            pause();
        }
        if (neverOpen && open.isEmpty() && opening.isEmpty()) {
            down = true;
            refuseAll();
        }
        grow();
    }

    /** Has connections replaced that show an earlier certificate; they serve until there is a newer one. */
    void renew() {
        open.forEach(ClientConnection::outdate);
        if (!closed && !pausing && opening.isEmpty()) {
            open();
        }
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
        List.copyOf(open).forEach(ClientConnection::close);
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

    /** Opens as many as are waited for, and one in any case. */
    private void grow() {
        while (!closed && !pausing && opening.size() < wanted() && opening.size() + open.size() < most) {
            open();
        }
    }

    private int wanted() {
        return open.isEmpty() ? Math.max(1, waiting.size()) : waiting.size();
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
        return open.stream().anyMatch(connection -> !connection.isOutdated());
    }

    private void look() {
        List<ClientConnection> rested = idle.stream()
                .filter(connection -> connection.restedNanos() > IDLE_NANOS)
                .toList();
        if (!rested.isEmpty() && rested.size() == open.size()) {
            renew(); // they stay until there is another
        } else {
            rested.forEach(ClientConnection::close);
        }
    }
}
