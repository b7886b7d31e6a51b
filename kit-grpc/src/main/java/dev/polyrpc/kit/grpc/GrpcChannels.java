package dev.polyrpc.kit.grpc;

import io.grpc.CallOptions;
import io.grpc.ChannelCredentials;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.ServiceDescriptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.opentelemetry.GrpcOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Opens channels that connect at once and stay connected: a peer that went silent is found in 15 s, one that comes back
 * in about 1 s; retries follow the contract; each call has a deadline.
 */
public final class GrpcChannels {
    /** The x-request-id to send; without it that of the call being served, if any. */
    public static final CallOptions.Key<String> REQUEST_ID = CallOptions.Key.create("polyrpc-request-id");

    private static final long RECONNECT_S = 1;

    private GrpcChannels() {}

    /** Opens a channel without metrics, as a client program does. */
    public static ManagedChannel open(String address, ChannelCredentials credentials, ServiceDescriptor... services) {
        return open(OpenTelemetry.noop(), address, credentials, services);
    }

    /**
     * Opens a channel. Callbacks run on the event loop: whoever waits in one stops every call of the channel.
     *
     * @param address host:port
     * @param services contracts spoken over the channel: their idempotency says what may be retried
     */
    public static ManagedChannel open(
            OpenTelemetry telemetry, String address, ChannelCredentials credentials, ServiceDescriptor... services) {
        NettyChannelBuilder builder = NettyChannelBuilder.forTarget("dns:///" + address, credentials)
                .directExecutor()
                .keepAliveTime(GrpcServerBuilder.KEEPALIVE_S, TimeUnit.SECONDS)
                .keepAliveTimeout(GrpcServerBuilder.KEEPALIVE_TIMEOUT_S, TimeUnit.SECONDS)
                .keepAliveWithoutCalls(true)
                .maxInboundMessageSize(GrpcServerBuilder.MAX_MESSAGE_BYTES)
                .disableServiceConfigLookUp()
                .defaultServiceConfig(RetryPolicy.serviceConfig(services))
                .intercept(new CallRules());
        GrpcOpenTelemetry.newBuilder().sdk(telemetry).build().configureChannelBuilder(builder);
        ManagedChannel channel = builder.build();
        keepConnected(channel);
        return channel;
    }

    /** Left alone, gRPC connects at the first call, and after failures waits up to two minutes between attempts. */
    private static void keepConnected(ManagedChannel channel) {
        ConnectivityState state = channel.getState(true);
        switch (state) {
            case SHUTDOWN -> {}
            case TRANSIENT_FAILURE ->
                CompletableFuture.delayedExecutor(RECONNECT_S, TimeUnit.SECONDS).execute(() -> {
                    channel.resetConnectBackoff();
                    keepConnected(channel);
                });
            case IDLE, CONNECTING, READY -> channel.notifyWhenStateChanged(state, () -> keepConnected(channel));
        }
    }
}
