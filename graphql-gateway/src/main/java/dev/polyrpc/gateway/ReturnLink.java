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
import io.grpc.ServiceDescriptor;
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
        ServiceDescriptor service = ReturnServiceGrpc.getServiceDescriptor();
        ManagedChannel calls = channels.open(config.returnAddress(), PEER, service);
        closers.push(calls::shutdown);
        ManagedChannel watches = channels.openForStreams(config.returnAddress(), PEER, service);
        closers.push(watches::shutdown);
        return new ReturnLink(
                new GrpcReturnBackend(
                        new BackendCalls(PEER, calls, tokens, config.returnTimeout()),
                        new BackendStreams(PEER, watches, tokens)),
                () -> calls.getState(false) == ConnectivityState.READY,
                closers);
    }

    @Override
    public void close() {
        closers.close();
    }
}
