package dev.polyrpc.kit.grpc;

import dev.polyrpc.kit.tls.LiveConnections;
import dev.polyrpc.kit.tls.PeerPolicy;
import dev.polyrpc.kit.tls.TlsIdentity;
import io.grpc.CallOptions;
import io.grpc.ChannelCredentials;
import io.grpc.ConnectivityState;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ServiceDescriptor;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.opentelemetry.GrpcOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Opens channels that connect at once and stay connected: a peer that went silent is found in 15 s, one that comes back
 * in about 1 s; retries follow the contract; each call has a deadline. Those of a process go over to a new connection when
 * its certificate changes: calls begun before that end on the old one. Safe for use by many threads.
 */
public final class GrpcChannels implements AutoCloseable {
    /** The x-request-id to send; without it that of the call being served, if any. */
    public static final CallOptions.Key<String> REQUEST_ID = CallOptions.Key.create("polyrpc-request-id");

    /** The traceparent to send, in W3C's form; without it that of the call being served, if any. */
    public static final CallOptions.Key<String> TRACE_PARENT = CallOptions.Key.create("polyrpc-trace-parent");

    private static final String UNIX = "unix:";
    private static final long RECONNECT_S = 1;

    /** What the other side of a stream may send ahead of what is asked for: the least that HTTP/2 begins with. */
    private static final int STREAM_WINDOW = 65_535;

    private final TlsIdentity identity;
    private final Function<String, ChannelCredentials> credentials;
    private final OpenTelemetry telemetry;
    private final LiveConnections connections;
    private final Runnable unlisten;
    private final Set<ManagedChannel> open = ConcurrentHashMap.newKeySet();
    private volatile X509Certificate shown;

    private GrpcChannels(
            TlsIdentity identity,
            Function<String, ChannelCredentials> credentials,
            LiveConnections connections,
            OpenTelemetry telemetry) {
        this.identity = identity;
        this.credentials = credentials;
        this.telemetry = telemetry;
        this.connections = connections;
        this.shown = identity.leaf();
        this.unlisten = identity.onChange(this::showLeaf);
    }

    /** Begins to open the channels of a process; each is its opener's to shut down. */
    public static GrpcChannels of(TlsIdentity identity, OpenTelemetry telemetry) {
        return new GrpcChannels(identity, identity::grpcClient, LiveConnections.outgoing(identity), telemetry);
    }

    /** The same, and no connection to a process while the policy denies it. */
    public static GrpcChannels of(TlsIdentity identity, PeerPolicy policy, OpenTelemetry telemetry) {
        return new GrpcChannels(
                identity,
                peer -> identity.grpcClient(peer, policy),
                LiveConnections.outgoing(identity, policy),
                telemetry);
    }

    /**
     * Opens a channel. Callbacks run on the event loop: whoever waits in one stops every call of the channel.
     *
     * @param address host:port, or {@code unix:} and the path of a sidecar's socket: it makes the TLS then, and finds the peer
     * @param peer SPIFFE path of the process that is meant
     * @param services contracts spoken over the channel: their idempotency says what may be retried
     */
    public ManagedChannel open(String address, String peer, ServiceDescriptor... services) {
        return open(builder(address, peer, services));
    }

    /**
     * Opens a channel for streams that last, apart from other calls, as a server takes only so many of one connection: where
     * nobody asks for more, the other side of a stream can send no more than 64 KiB ahead.
     *
     * @see #open(String, String, ServiceDescriptor...)
     */
    public ManagedChannel openForStreams(String address, String peer, ServiceDescriptor... services) {
        return open(builder(address, peer, services).flowControlWindow(STREAM_WINDOW));
    }

    private NettyChannelBuilder builder(String address, String peer, ServiceDescriptor... services) {
        NettyChannelBuilder builder;
        if (address.startsWith(UNIX)) {
            builder = ruled(NettyChannelBuilder.forTarget(address, InsecureChannelCredentials.create()), services)
                    .overrideAuthority(peer);
            EventLoops.ofSidecar(builder);
        } else {
            builder = builder(address, credentials.apply(peer), services);
            EventLoops.of(builder, connections);
        }
        return builder;
    }

    private ManagedChannel open(NettyChannelBuilder builder) {
        GrpcOpenTelemetry.newBuilder().sdk(telemetry).build().configureChannelBuilder(builder);
        ManagedChannel channel = builder.build();
        open.add(channel);
        keepConnected(channel, () -> open.remove(channel));
        return channel;
    }

    /** Opens a channel without metrics, which shows one certificate all its life, as a client program does. */
    public static ManagedChannel open(String address, ChannelCredentials credentials, ServiceDescriptor... services) {
        ManagedChannel channel = builder(address, credentials, services).build();
        keepConnected(channel, () -> {});
        return channel;
    }

    /** How many connections there are. */
    int connections() {
        return connections.count();
    }

    /** Looks no more after the connections; channels that are open stay so. */
    @Override
    public void close() {
        unlisten.run();
        connections.close();
    }

    private static NettyChannelBuilder builder(
            String address, ChannelCredentials credentials, ServiceDescriptor... services) {
        return ruled(NettyChannelBuilder.forTarget("dns:///" + address, credentials), services);
    }

    private static NettyChannelBuilder ruled(NettyChannelBuilder channel, ServiceDescriptor... services) {
        return channel.directExecutor()
                .keepAliveTime(GrpcServerBuilder.KEEPALIVE_S, TimeUnit.SECONDS)
                .keepAliveTimeout(GrpcServerBuilder.KEEPALIVE_TIMEOUT_S, TimeUnit.SECONDS)
                .keepAliveWithoutCalls(true)
                .maxInboundMessageSize(GrpcServerBuilder.MAX_MESSAGE_BYTES)
                .disableServiceConfigLookUp()
                .defaultServiceConfig(RetryPolicy.serviceConfig(services))
                .intercept(new CallRules());
    }

    /** Idle, a channel lets go of its connection once its calls have ended; keepConnected has it connect anew at once. */
    private void showLeaf() {
        X509Certificate leaf = identity.leaf();
        if (!leaf.equals(shown)) {
            shown = leaf;
            open.forEach(ManagedChannel::enterIdle);
        }
    }

    /** Left alone, gRPC connects at the first call, and after failures waits up to two minutes between attempts. */
    private static void keepConnected(ManagedChannel channel, Runnable afterwards) {
        ConnectivityState state = channel.getState(true);
        switch (state) {
            case SHUTDOWN -> afterwards.run();
            case TRANSIENT_FAILURE ->
                CompletableFuture.delayedExecutor(RECONNECT_S, TimeUnit.SECONDS).execute(() -> {
                    channel.resetConnectBackoff();
                    keepConnected(channel, afterwards);
                });
            case IDLE, CONNECTING, READY ->
                channel.notifyWhenStateChanged(state, () -> keepConnected(channel, afterwards));
        }
    }
}
