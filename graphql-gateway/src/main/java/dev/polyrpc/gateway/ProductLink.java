package dev.polyrpc.gateway;

import dev.polyrpc.gateway.graph.BackendView;
import dev.polyrpc.gateway.graph.ProductBackend;
import dev.polyrpc.gateway.outbound.CallGate;
import dev.polyrpc.gateway.outbound.grpc.BackendCalls;
import dev.polyrpc.gateway.outbound.grpc.BackendStreams;
import dev.polyrpc.gateway.outbound.grpc.GrpcProductBackend;
import dev.polyrpc.gateway.outbound.thrift.ThriftBackendCalls;
import dev.polyrpc.gateway.outbound.thrift.ThriftProductBackend;
import dev.polyrpc.kit.call.Wire;
import dev.polyrpc.kit.grpc.GrpcChannels;
import dev.polyrpc.kit.identity.TokenClient;
import dev.polyrpc.kit.process.Closers;
import dev.polyrpc.kit.telemetry.Telemetry;
import dev.polyrpc.kit.thrift.FrameProtocol;
import dev.polyrpc.kit.thrift.ThriftChannel;
import dev.polyrpc.kit.thrift.ThriftChannels;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.ProductServiceProto;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.ServiceDescriptor;

/**
 * How product management is reached: over the one wire that the settings name. Safe for use by many threads.
 *
 * @param backend asks it
 * @param view it as this process sees it
 * @param closers close what was opened for it
 */
record ProductLink(ProductBackend backend, BackendView view, Closers closers) implements AutoCloseable {
    static final String PEER = "product-mgmt";

    /** As many can follow changes at once: each waits for the next ones on a connection of its own. */
    private static final int MOST_POLLS = 1_000;

    /** Begins to connect; the channels of gRPC are their owner's to look after. */
    static ProductLink open(GatewayConfig config, GrpcChannels channels, Telemetry telemetry, TokenClient tokens) {
        return switch (config.productWire()) {
            case GRPC -> overGrpc(config, channels, tokens);
            case THRIFT ->
                overThrift(config, ThriftChannels.of(config.identity(), config.policy(), telemetry.meter()), tokens);
        };
    }

    private static ProductLink overGrpc(GatewayConfig config, GrpcChannels channels, TokenClient tokens) {
        Closers closers = new Closers();
        ServiceDescriptor service = ProductMgmtServiceGrpc.getServiceDescriptor();
        ManagedChannel calls = channels.open(config.productMgmtAddress(), PEER, service);
        closers.push(calls::shutdown);
        ManagedChannel watches = channels.openForStreams(config.productMgmtAddress(), PEER, service);
        closers.push(watches::shutdown);
        CallGate gate = gate(config);
        return new ProductLink(
                new GrpcProductBackend(
                        new BackendCalls(gate, calls, tokens), new BackendStreams(gate, watches, tokens)),
                new BackendView(PEER, Wire.GRPC, () -> calls.getState(false) == ConnectivityState.READY, gate.recent()),
                closers);
    }

    private static CallGate gate(GatewayConfig config) {
        return new CallGate(PEER, config.productWire(), config.productMgmtTimeout(), config.productMgmtCalls());
    }

    private static ProductLink overThrift(GatewayConfig config, ThriftChannels channels, TokenClient tokens) {
        Closers closers = new Closers();
        closers.push(channels::close);
        ThriftChannel calls = thrift(config, channels, closers, ThriftChannels.MOST_CONNECTIONS);
        ThriftChannel polls = thrift(config, channels, closers, MOST_POLLS); // apart, as each waits for long
        CallGate gate = gate(config);
        return new ProductLink(
                new ThriftProductBackend(
                        new ThriftBackendCalls(gate, calls, tokens), new ThriftBackendCalls(gate, polls, tokens)),
                new BackendView(PEER, Wire.THRIFT, calls::ready, gate.recent()),
                closers);
    }

    private static ThriftChannel thrift(GatewayConfig config, ThriftChannels channels, Closers closers, int most) {
        ThriftChannel channel = channels.open(
                config.productMgmtThriftAddress(),
                PEER,
                ProductServiceProto.getDescriptor().findServiceByName("ProductMgmtService"),
                FrameProtocol.COMPACT,
                most);
        closers.push(channel::close);
        return channel;
    }

    @Override
    public void close() {
        closers.close();
    }
}
