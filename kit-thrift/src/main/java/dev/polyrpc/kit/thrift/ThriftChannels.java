package dev.polyrpc.kit.thrift;

import com.google.common.net.HostAndPort;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import dev.polyrpc.kit.tls.LiveConnections;
import dev.polyrpc.kit.tls.PeerPolicy;
import dev.polyrpc.kit.tls.TlsIdentity;
import io.netty.channel.EventLoop;
import io.opentelemetry.api.metrics.Meter;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Opens channels that connect at once and stay connected: a peer that comes back is found in about 1 s; retries follow the
 * contract; each call has a deadline. Those of a process go over to new connections when its certificate changes: calls
 * begun before that end on the old ones. Safe for use by many threads.
 */
public final class ThriftChannels implements AutoCloseable {
    /** The connections of a channel that says nothing of them. */
    public static final int MOST_CONNECTIONS = 64;

    private final TlsIdentity identity;
    private final Function<String, X509ExtendedTrustManager> trust;
    private final LiveConnections connections;
    private final ClientMetrics metrics;
    private final Runnable unlisten;
    private final Set<ThriftChannel> open = ConcurrentHashMap.newKeySet();
    private volatile X509Certificate shown;

    private ThriftChannels(
            TlsIdentity identity,
            Function<String, X509ExtendedTrustManager> trust,
            LiveConnections connections,
            Meter meter) {
        this.identity = identity;
        this.trust = trust;
        this.connections = connections;
        this.metrics = new ClientMetrics(meter);
        this.shown = identity.leaf();
        this.unlisten = identity.onChange(this::showLeaf);
    }

    /** Begins to open the channels of a process; each is its opener's to close. */
    public static ThriftChannels of(TlsIdentity identity, Meter meter) {
        return new ThriftChannels(identity, identity::serverTrust, LiveConnections.outgoing(identity), meter);
    }

    /** The same, and no connection to a process while the policy denies it. */
    public static ThriftChannels of(TlsIdentity identity, PeerPolicy policy, Meter meter) {
        return new ThriftChannels(
                identity,
                peer -> identity.serverTrust(peer, policy),
                LiveConnections.outgoing(identity, policy),
                meter);
    }

    /**
     * Opens a channel, which speaks the compact protocol.
     *
     * @param address host:port
     * @param peer SPIFFE path of the process that is meant
     * @param contract spoken over the channel: its idempotency says what may be tried again
     */
    public ThriftChannel open(String address, String peer, ServiceDescriptor contract) {
        return open(address, peer, contract, FrameProtocol.COMPACT, MOST_CONNECTIONS);
    }

    /** The same in a protocol of choice, and with so many connections at most: each serves one call at a time. */
    public ThriftChannel open(
            String address, String peer, ServiceDescriptor contract, FrameProtocol protocol, int most) {
        EventLoop loop = ThriftLoops.next();
        HostAndPort server = HostAndPort.fromString(address);
        ThriftTls tls = ThriftTls.client(identity, trust.apply(peer));
        ConnectionOpener opener =
                new ConnectionOpener(server, InetAddress::getAllByName, tls, connections, protocol, loop);
        ConnectionPool pool = new ConnectionPool(loop, most, opener::open);
        ThriftChannel channel = new ThriftChannel(loop, pool, RetryBudget.of(contract, most), metrics, open::remove);
        open.add(channel);
        return channel;
    }

    /** Looks no more after the connections; channels that are open stay so. */
    @Override
    public void close() {
        unlisten.run();
        connections.close();
    }

    private void showLeaf() {
        X509Certificate leaf = identity.leaf();
        if (!leaf.equals(shown)) {
            shown = leaf;
            open.forEach(ThriftChannel::renew);
        }
    }
}
