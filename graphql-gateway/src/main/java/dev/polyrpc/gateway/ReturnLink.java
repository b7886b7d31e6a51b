package dev.polyrpc.gateway;

import dev.polyrpc.gateway.graph.ReturnBackend;
import dev.polyrpc.gateway.outbound.grpc.BackendCalls;
import dev.polyrpc.gateway.outbound.grpc.BackendStreams;
import dev.polyrpc.gateway.outbound.grpc.GrpcReturnBackend;
import dev.polyrpc.kit.grpc.GrpcChannels;
import dev.polyrpc.kit.identity.TokenClient;
import dev.polyrpc.kit.process.Closers;
import dev.polyrpc.proto.returns.v1.ReturnServiceGrpc;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import java.util.function.BooleanSupplier;

/**
 * How the return service is reached. Safe for use by many threads.
 *
 * @param backend asks it
 * @param ready whether there is a connection
 * @param closers close what was opened for it
 */
record ReturnLink(ReturnBackend backend, BooleanSupplier ready, Closers closers) implements AutoCloseable {
    static final String PEER = "return";

    /** Begins to connect; the channels are their owner's to look after. */
    static ReturnLink open(GatewayConfig config, GrpcChannels channels, TokenClient tokens) {
        Closers closers = new Closers();
        ManagedChannel calls = channel(config, channels, closers);
        // Apart, as each follower keeps a call open and a connection takes only so many.
        ManagedChannel watches = channel(config, channels, closers);
        return new ReturnLink(
                new GrpcReturnBackend(
                        new BackendCalls(PEER, calls, tokens, config.returnTimeout()),
                        new BackendStreams(PEER, watches, tokens)),
                () -> calls.getState(false) == ConnectivityState.READY,
                closers);
    }

    private static ManagedChannel channel(GatewayConfig config, GrpcChannels channels, Closers closers) {
        ManagedChannel channel = channels.open(config.returnAddress(), PEER, ReturnServiceGrpc.getServiceDescriptor());
        closers.push(channel::shutdown);
        return channel;
    }

    @Override
    public void close() {
        closers.close();
    }
}
