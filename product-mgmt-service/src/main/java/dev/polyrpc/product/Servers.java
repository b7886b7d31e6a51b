package dev.polyrpc.product;

import dev.polyrpc.kit.call.Guard;
import dev.polyrpc.kit.grpc.GrpcServer;
import dev.polyrpc.kit.process.DaemonThreads;
import dev.polyrpc.kit.thrift.ThriftServer;
import dev.polyrpc.product.domain.Catalogue;
import dev.polyrpc.product.domain.Inventory;
import dev.polyrpc.product.inbound.grpc.ProductGrpcService;
import dev.polyrpc.product.inbound.thrift.ProductThriftHandler;
import dev.polyrpc.proto.product.v1.ProductServiceProto;
import dev.polyrpc.thrift.product.v1.ProductMgmtService;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The wires that the service is called over: they open together and drain together. Safe for use by many threads. */
final class Servers implements AutoCloseable {
    private final GrpcServer grpc;
    private final ThriftServer thrift;
    private final ProductThriftHandler handler;

    private Servers(GrpcServer grpc, ThriftServer thrift, ProductThriftHandler handler) {
        this.grpc = grpc;
        this.thrift = thrift;
        this.handler = handler;
    }

    static Servers start(ProductMgmtConfig config, Guard guard, Catalogue catalogue, Inventory inventory)
            throws IOException {
        ProductGrpcService products = new ProductGrpcService(catalogue, inventory);
        GrpcServer grpc = GrpcServer.builder(config.grpcPort(), guard)
                .behindSidecar(config.grpcSocket())
                .add(products::whole)
                .blocking(ProductGrpcService.blocking())
                .profile(config.profile())
                .subjectStreams(config.subjectStreams())
                .start();
        try {
            ProductThriftHandler handler = new ProductThriftHandler(catalogue, inventory);
            ThriftServer thrift = ThriftServer.builder(config.thriftPort(), guard)
                    .add(
                            ProductServiceProto.getDescriptor().findServiceByName("ProductMgmtService"),
                            handler,
                            ProductMgmtService.AsyncProcessor::new)
                    .blocking(ProductThriftHandler.blocking())
                    .start();
            return new Servers(grpc, thrift, handler);
        } catch (IOException | RuntimeException | Error e) {
            grpc.close();
            throw e;
        }
    }

    /** By what they speak, beside the admin port; gRPC has none behind a sidecar. */
    Map<String, Integer> ports(int admin) {
        return grpc.port() < 0
                ? Map.of("thrift", thrift.port(), "admin", admin)
                : Map.of("grpc", grpc.port(), "thrift", thrift.port(), "admin", admin);
    }

    void awaitTermination() throws InterruptedException {
        grpc.awaitTermination();
    }

    /** Takes no more calls, and lets those end that are under way. */
    @Override
    public void close() {
        handler.close();
        CompletableFuture<Void> drained = CompletableFuture.runAsync(
                thrift::close,
                task -> DaemonThreads.named("thrift-drain").newThread(task).start());
        try {
            grpc.close();
        } finally {
            drained.join();
        }
    }
}
