package dev.polyrpc.kit.thrift;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The connections of a port: not more than so many, nor of one process more than so many. Safe for use by many threads. */
final class OpenConnections {
    private static final int MOST = 12_000;
    private static final int MOST_OF_A_PEER = 10_000;

    private final Set<ServerConnection> open = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> ofPeers = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final int most;
    private final int mostOfPeer;
    private volatile boolean draining;

    OpenConnections() {
        this(MOST, MOST_OF_A_PEER);
    }

    OpenConnections(int most, int mostOfPeer) {
        this.most = most;
        this.mostOfPeer = mostOfPeer;
    }

    /** Whether there is room for one more, which is then taken. */
    boolean add(ServerConnection connection) {
        if (count.incrementAndGet() > most || draining) {
            leave();
            return false;
        }
        open.add(connection);
        if (draining) { // perhaps too late for drain
            connection.drain();
        }
        return true;
    }

    void remove(ServerConnection connection) {
        if (open.remove(connection)) {
            leave();
        }
    }

    /** Whether there is room for one more of a process, which is then taken. */
    boolean addPeer(String path) {
        return ofPeers.merge(path, 1, Integer::sum) <= mostOfPeer;
    }

    void removePeer(String path) {
        ofPeers.computeIfPresent(path, (peer, number) -> number == 1 ? null : number - 1);
    }

    int count() {
        return count.get();
    }

    /**
     * Takes none any more, lets each end what runs over it, and cuts off what is left after the time.
     *
     * @return whether all ended by themselves
     */
    boolean drain(long timeoutNanos, long forcedNanos) {
        draining = true;
        open.forEach(ServerConnection::drain);
        if (count.get() == 0 || ended(timeoutNanos)) {
            return true;
        }
        open.forEach(ServerConnection::cut);
        ended(forcedNanos);
        return false;
    }

    private boolean ended(long nanos) {
        try {
            return ended.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void leave() {
        if (count.decrementAndGet() == 0 && draining) {
            ended.countDown();
        }
    }
}
