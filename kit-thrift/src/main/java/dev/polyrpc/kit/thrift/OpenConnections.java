package dev.polyrpc.kit.thrift;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a port: not more than so many, nor of one process more than so many. Those that have shown no
 * certificate yet are counted apart, as anybody can open them. Safe for use by many threads.
 */
final class OpenConnections {
    private final Limits limits;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Set<ServerConnection> unknown = new LinkedHashSet<>(); // this and what follows: guarded by this
    private final Map<ServerConnection, OfProcess> known = new HashMap<>();
    private final Map<String, OfProcess> processes = new HashMap<>();
    private boolean draining;

    OpenConnections(Limits limits) {
        this.limits = limits;
    }

    /**
     * The limits.
     *
     * @param most of those that have shown a certificate
     * @param mostOfProcess of one process
     * @param mostUnknown of those that have shown none yet
     * @param bytesOfProcess what may have come over the connections of one process, and not be served yet
     */
    record Limits(int most, int mostOfProcess, int mostUnknown, long bytesOfProcess) {
        static final Limits DEFAULT = new Limits(12_000, 10_000, 2_000, 64L * 1024 * 1024);
    }

    /**
     * What one process has. Safe for use by many threads.
     *
     * @param large one for each large frame of it that other threads may read, or have waiting
     */
    record OfProcess(String path, long mostBytes, AtomicLong bytes, AtomicInteger connections, Semaphore large) {
        static final int MOST_LARGE = 8;

        OfProcess(String path, long mostBytes) {
            this(path, mostBytes, new AtomicLong(), new AtomicInteger(), new Semaphore(MOST_LARGE));
        }

        /** Takes so many bytes more, or fewer; whether that is not too many then. */
        boolean hold(long more) {
            return bytes.addAndGet(more) <= mostBytes;
        }
    }

    /** Adds one that anybody may have opened; the one that is to be cut for it, where they are too many. */
    synchronized @Nullable ServerConnection add(ServerConnection connection) {
        unknown.add(connection);
        if (draining) {
            return connection;
        }
        if (unknown.size() <= limits.mostUnknown) {
            return null;
        }
        ServerConnection oldest = unknown.iterator().next();
        unknown.remove(oldest);
        return oldest;
    }

    /** Counts it as one of that process from now on; null where there is no room for it. */
    synchronized @Nullable OfProcess begin(ServerConnection connection, String path) {
        OfProcess process = processes.getOrDefault(path, new OfProcess(path, limits.bytesOfProcess));
        if (known.size() >= limits.most
                || process.connections.get() >= limits.mostOfProcess
                || !unknown.remove(connection)) {
            return null;
        }
        process.connections.incrementAndGet();
        processes.put(path, process);
        known.put(connection, process);
        return process;
    }

    synchronized void remove(ServerConnection connection) {
        unknown.remove(connection);
        OfProcess process = known.remove(connection);
        if (process != null && process.connections.decrementAndGet() == 0 && process.bytes.get() == 0) {
            processes.remove(process.path); // else what was sent over those that are closed would not count any more
        }
        if (draining && isEmpty()) {
            ended.countDown();
        }
    }

    /** How many have shown a certificate. */
    synchronized int count() {
        return known.size();
    }

    /**
     * Takes none any more, lets each end what runs over it, and cuts off what is left after the time.
     *
     * @return whether all ended by themselves
     */
    boolean drain(long timeoutNanos, long forcedNanos) {
        synchronized (this) {
            draining = true;
            if (isEmpty()) {
                return true;
            }
        }
        each(ServerConnection::drain);
        if (ended(timeoutNanos)) {
            return true;
        }
        each(ServerConnection::cut);
        ended(forcedNanos);
        return false;
    }

    private synchronized boolean isEmpty() {
        return known.isEmpty() && unknown.isEmpty();
    }

    private void each(Consumer<ServerConnection> action) {
        ServerConnection[] all;
        synchronized (this) {
            all = Stream.concat(known.keySet().stream(), unknown.stream()).toArray(ServerConnection[]::new);
        }
        Stream.of(all).forEach(action);
    }

    private boolean ended(long nanos) {
        try {
            return ended.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
