package dev.polyrpc.returns;

import dev.polyrpc.kit.call.Guard;
import dev.polyrpc.kit.grpc.GrpcServer;
import dev.polyrpc.kit.process.DaemonThreads;
import dev.polyrpc.kit.thrift.ThriftServer;
import dev.polyrpc.proto.returns.v1.ReturnServiceProto;
import dev.polyrpc.returns.domain.ReturnCommands;
import dev.polyrpc.returns.domain.ReturnQueries;
import dev.polyrpc.returns.inbound.grpc.ReturnGrpcService;
import dev.polyrpc.returns.inbound.thrift.ReturnThriftHandler;
import dev.polyrpc.thrift.returns.v1.ReturnService;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The wires that the service is called over: they open together and drain together. Safe for use by many threads. */
final class Servers implements AutoCloseable {
    private final GrpcServer grpc;
    private final ThriftServer thrift;
    private final ReturnThriftHandler handler;

    private Servers(GrpcServer grpc, ThriftServer thrift, ReturnThriftHandler handler) {
        this.grpc = grpc;
        this.thrift = thrift;
        this.handler = handler;
    }

    static Servers start(ReturnsConfig config, Guard guard, ReturnCommands commands, ReturnQueries queries)
            throws IOException {
        GrpcServer grpc = GrpcServer.builder(config.grpcPort(), guard)
                .behindSidecar(config.grpcSocket())
                .add(new ReturnGrpcService(commands, queries, config.itemTimeout()))
                .blocking(ReturnGrpcService.blocking())
                .profile(config.profile())
                .subjectStreams(config.subjectStreams())
                .start();
        try {
            ReturnThriftHandler handler = new ReturnThriftHandler(commands, queries, config.itemTimeout());
            ThriftServer thrift = ThriftServer.builder(config.thriftPort(), guard)
                    .add(
                            ReturnServiceProto.getDescriptor().findServiceByName("ReturnService"),
                            handler,
                            ReturnService.AsyncProcessor::new)
                    .blocking(ReturnThriftHandler.blocking())
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
