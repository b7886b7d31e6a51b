package dev.polyrpc.gateway;

import dev.polyrpc.gateway.graph.BackendView;
import dev.polyrpc.gateway.graph.ReturnBackend;
import dev.polyrpc.gateway.outbound.CallGate;
import dev.polyrpc.gateway.outbound.grpc.BackendCalls;
import dev.polyrpc.gateway.outbound.grpc.BackendStreams;
import dev.polyrpc.gateway.outbound.grpc.GrpcReturnBackend;
import dev.polyrpc.kit.call.Wire;
import dev.polyrpc.kit.grpc.GrpcChannels;
import dev.polyrpc.kit.identity.TokenClient;
import dev.polyrpc.kit.process.Closers;
import dev.polyrpc.proto.returns.v1.ReturnServiceGrpc;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.ServiceDescriptor;

/**
 * How the return service is reached. Safe for use by many threads.
 *
 * @param backend asks it
 * @param view it as this process sees it
 * @param closers close what was opened for it
 */
record ReturnLink(ReturnBackend backend, BackendView view, Closers closers) implements AutoCloseable {
    static final String PEER = "return";

    /** Begins to connect; the channels are their owner's to look after. */
    static ReturnLink open(GatewayConfig config, GrpcChannels channels, TokenClient tokens) {
        Closers closers = new Closers();
        ServiceDescriptor service = ReturnServiceGrpc.getServiceDescriptor();
        ManagedChannel calls = channels.open(config.returnAddress(), PEER, service);
        closers.push(calls::shutdown);
        ManagedChannel watches = channels.openForStreams(config.returnAddress(), PEER, service);
        closers.push(watches::shutdown);
        CallGate gate = new CallGate(PEER, Wire.GRPC, config.returnTimeout(), config.returnCalls());
        return new ReturnLink(
                new GrpcReturnBackend(new BackendCalls(gate, calls, tokens), new BackendStreams(gate, watches, tokens)),
                new BackendView(PEER, Wire.GRPC, () -> calls.getState(false) == ConnectivityState.READY, gate.recent()),
                closers);
    }

    @Override
    public void close() {
        closers.close();
    }
}
