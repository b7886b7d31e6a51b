package dev.polyrpc.kit.tls;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.process.DaemonThreads;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open connections of a port, or of a client, each cut within seconds once the process at its other end is no longer
 * trusted: its authority was removed, its id is denied, its certificate has ended. Nothing of this is done at a call. Safe
 * for use by many threads.
 */
public final class LiveConnections implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveConnections.class);
    private static final long LOOK_MS = 500;
    /** For calls under way: whoever was renewed in time has another connection by then. */
    private static final long GRACE_MS = 1_500;

    private static final String UNTRUSTED = "no authority of ours vouches for it";

    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private final Predicate<X509Certificate[]> trusts;
    private final Predicate<Peer> admits;
    private final Set<Entry> open = ConcurrentHashMap.newKeySet();
    /** How often what is trusted has changed: a handshake that began before the latest change is looked into once more. */
    private final AtomicInteger changes = new AtomicInteger();
    /** How often a port's own leaf has changed: a connection that began before the latest change may show the one before. */
    private final AtomicInteger renewals = new AtomicInteger();

    private final List<Runnable> unlisten = new ArrayList<>();
    private final ScheduledFuture<?> looks;

    private LiveConnections(TlsIdentity identity, Predicate<X509Certificate[]> trusts, Predicate<Peer> admits) {
        this.trusts = trusts;
        this.admits = admits;
        unlisten.add(identity.onChange(this::recheck));
        this.looks = TIMER.scheduleWithFixedDelay(this::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
    }

    /** Those that others open to a port of ours; every process of ours may. */
    public static LiveConnections incoming(TlsIdentity identity) {
        return new LiveConnections(identity, identity::trusts, peer -> true);
    }

    /** Those that others open to a port of ours; those may whom the policy admits. */
    public static LiveConnections incoming(TlsIdentity identity, PeerPolicy policy) {
        return new LiveConnections(identity, identity::trusts, policy::admits).heeding(policy);
    }

    /** Those that we open to others. */
    public static LiveConnections outgoing(TlsIdentity identity) {
        return new LiveConnections(identity, identity::trustsServer, peer -> true);
    }

    /** Those that we open to others, but for those whom the policy denies. */
    public static LiveConnections outgoing(TlsIdentity identity, PeerPolicy policy) {
        return new LiveConnections(identity, identity::trustsServer, peer -> !policy.denies(peer)).heeding(policy);
    }

    /** Has clients come again once we show another leaf: one that came before would be left on that connection. */
    public LiveConnections renewing(TlsIdentity identity) {
        AtomicReference<X509Certificate> shown = new AtomicReference<>(identity.leaf());
        unlisten.add(identity.onChange(() -> {
            X509Certificate leaf = identity.leaf();
            if (!leaf.equals(shown.getAndSet(leaf))) {
                renewals.incrementAndGet();
                look();
            }
        }));
        return this;
    }

    private LiveConnections heeding(PeerPolicy policy) {
        unlisten.add(policy.onChange(this::recheck));
        return this;
    }

    /**
     * Adds a connection before its handshake begins.
     *
     * @return to be run when it has closed
     */
    public Runnable add(Connection connection) {
        return add(new Entry(connection, changes.get(), renewals.get()));
    }

    /**
     * Adds a connection whose handshake was over at once, as it resumed an earlier session: nobody has asked yet whether it is
     * still to be trusted. Whether its process is admitted is for those to say who answer it, until that changes.
     *
     * @return to be run when it has closed
     */
    public Runnable addResumed(Connection connection) {
        Entry entry = new Entry(connection, changes.get(), renewals.get());
        Runnable remove = add(entry);
        if (entry.isUntrusted()) {
            cut(entry, UNTRUSTED);
        }
        return remove;
    }

    private Runnable add(Entry entry) {
        open.add(entry);
        return () -> open.remove(entry);
    }

    private void recheck() {
        changes.incrementAndGet();
        look();
    }

    /** How many connections there are. */
    public int count() {
        return open.size();
    }

    @Override
    public void close() {
        unlisten.forEach(Runnable::run);
        looks.cancel(false);
        open.clear();
    }

    private void look() {
        open.forEach(this::look);
    }

    private void look(Entry entry) {
        try {
            String reason = entry.reasonToCut(changes.get());
            if (reason != null) {
                cut(entry, reason);
            } else if (entry.isOutdated(renewals.get())) {
                entry.connection.drain();
            }
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("a connection cannot be looked into");
        }
    }

    private void cut(Entry entry, String reason) {
        if (open.remove(entry)) {
            LOG.atWarn()
                    .addKeyValue("peer", entry.peer())
                    .addKeyValue("reason", reason)
                    .log("connection cut");
            entry.connection.drain();
            ScheduledFuture<?> unused = TIMER.schedule(entry.connection::cut, GRACE_MS, TimeUnit.MILLISECONDS);
        }
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, DaemonThreads.named("live-connections"));
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    /** One of them, as its transport knows it. */
    public interface Connection {
        /** The session once the handshake is over, null before. */
        @Nullable
        SSLSession session();

        /** Takes nothing new over it, and closes it once what runs over it has ended. */
        void drain();

        /** Closes it at once, whatever runs over it; nothing if it is closed. */
        void cut();
    }

    /** A connection, and what was found out about it; equal to itself alone. */
    private final class Entry {
        private final Connection connection;
        private X509Certificate @Nullable [] chain; // this and what follows: guarded by this
        private int checkedAt;
        private int begunAt;

        Entry(Connection connection, int checkedAt, int begunAt) {
            this.connection = connection;
            this.checkedAt = checkedAt;
            this.begunAt = begunAt;
        }

        synchronized @Nullable String reasonToCut(int change) {
            X509Certificate[] shown = chain();
            if (shown == null) {
                return null;
            }
            if (Instant.now().isAfter(shown[0].getNotAfter().toInstant())) {
                return "its certificate has ended";
            }
            if (checkedAt == change) {
                return null;
            }
            checkedAt = change;
            if (!trusts.test(shown)) {
                return UNTRUSTED;
            }
            return admits(shown) ? null : "its id is denied";
        }

        synchronized boolean isUntrusted() {
            X509Certificate[] shown = chain();
            return shown != null && !trusts.test(shown);
        }

        /** Whether we may show an earlier leaf over it; said once for each renewal. */
        synchronized boolean isOutdated(int renewal) {
            if (chain == null || begunAt == renewal) {
                return false; // a handshake goes on, and is asked about again: to end it would fail calls that wait
            }
            begunAt = renewal;
            return true;
        }

        synchronized String peer() {
            try {
                return chain == null ? "" : Peer.of(chain).path();
            } catch (Failure e) {
                return ""; // each of its calls was refused
            }
        }

        private X509Certificate @Nullable [] chain() {
            SSLSession session = chain == null ? connection.session() : null;
            if (session != null) {
                try {
                    chain = List.<Certificate>of(session.getPeerCertificates()).toArray(X509Certificate[]::new);
                } catch (SSLPeerUnverifiedException e) {
                    open.remove(this); // it has shown none, nor was it asked to
                }
            }
            return chain;
        }

        private boolean admits(X509Certificate[] shown) {
            try {
                return admits.test(Peer.of(shown));
            } catch (Failure e) {
                return true; // each of its calls is refused already
            }
        }
    }
}
