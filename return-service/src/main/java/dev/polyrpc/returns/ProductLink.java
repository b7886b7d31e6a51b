package dev.polyrpc.returns;

import dev.polyrpc.kit.grpc.GrpcChannels;
import dev.polyrpc.kit.identity.TokenClient;
import dev.polyrpc.kit.process.Closers;
import dev.polyrpc.kit.telemetry.Telemetry;
import dev.polyrpc.kit.thrift.ThriftChannel;
import dev.polyrpc.kit.thrift.ThriftChannels;
import dev.polyrpc.kit.tls.PeerPolicy;
import dev.polyrpc.kit.tls.TlsIdentity;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.ProductServiceProto;
import dev.polyrpc.returns.domain.StockKeeper;
import dev.polyrpc.returns.outbound.grpc.GrpcStockKeeper;
import dev.polyrpc.returns.outbound.thrift.ThriftStockKeeper;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * How product management is reached: over the one wire that the settings name. Safe for use by many threads.
 *
 * @param stock asks it to move stock
 * @param ready whether there is a connection
 * @param closers close what was opened for it
 */
record ProductLink(StockKeeper stock, BooleanSupplier ready, Closers closers) implements AutoCloseable {
    static final String PEER = "product-mgmt";
    private static final int CHANNEL_CLOSE_S = 1;

    /** Begins to connect. */
    static ProductLink open(
            ReturnsConfig config, TlsIdentity identity, PeerPolicy peers, Telemetry telemetry, TokenClient tokens) {
        return switch (config.productWire()) {
            case GRPC -> overGrpc(config, GrpcChannels.of(identity, peers, telemetry.openTelemetry()), tokens);
            case THRIFT -> overThrift(config, ThriftChannels.of(identity, peers, telemetry.meter()), tokens);
        };
    }

    private static ProductLink overGrpc(ReturnsConfig config, GrpcChannels channels, TokenClient tokens) {
        ManagedChannel channel =
                channels.open(config.productMgmtAddress(), PEER, ProductMgmtServiceGrpc.getServiceDescriptor());
        Closers closers = new Closers();
        closers.push(channels::close);
        closers.push(() -> close(channel));
        return new ProductLink(
                new GrpcStockKeeper(channel, tokens),
                () -> channel.getState(false) == ConnectivityState.READY,
                closers);
    }

    private static ProductLink overThrift(ReturnsConfig config, ThriftChannels channels, TokenClient tokens) {
        ThriftChannel channel = channels.open(
                config.productMgmtThriftAddress(),
                PEER,
                ProductServiceProto.getDescriptor().findServiceByName("ProductMgmtService"));
        Closers closers = new Closers();
        closers.push(channels::close);
        closers.push(channel::close);
        return new ProductLink(new ThriftStockKeeper(channel, tokens), channel::ready, closers);
    }

    @Override
    public void close() {
        closers.close();
    }

    private static void close(ManagedChannel channel) {
        channel.shutdown();
        try {
            if (!channel.awaitTermination(CHANNEL_CLOSE_S, TimeUnit.SECONDS)) {
                channel.shutdownNow();
            }
        } catch (InterruptedException e) {
            channel.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
