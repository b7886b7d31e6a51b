package dev.polyrpc.benchmark.server;

import dev.polyrpc.benchmark.server.graph.GraphServers;
import dev.polyrpc.benchmark.server.graph.MemoryGateway;
import dev.polyrpc.kit.process.Program;
import dev.polyrpc.kit.process.Running;
import dev.polyrpc.kit.settings.Settings;
import java.io.IOException;

/** The program of all of them: one server, as its settings say, on a port of the system's choice. */
public final class BenchServer {
    private BenchServer() {}

    /** Serves until told to stop. */
    public static void main(String[] args) {
        Program.run("bench-server", ServerConfig.PREFIX, BenchServer::start);
    }

    private static Running start(Settings settings) throws IOException {
        ServerConfig config = ServerConfig.from(settings);
        return switch (config.kind()) {
            case GRPC, GRPC_MEMORY, GRPC_DEFAULT, RELAY -> GrpcServing.start(config);
            case THRIFT_POOL, THRIFT_SELECTOR -> ThriftServing.start(config);
            case REST -> RestServing.start(config);
            case GRAPHQL_MEMORY -> MemoryGateway.start(config);
            case GRAPHQL_VERTX -> GraphServers.vertx(config);
            case GRAPHQL_ARMERIA -> GraphServers.armeria(config);
            case GRAPHQL_BY_HAND -> GraphServers.byHand(config);
            case ECHO -> EchoServing.start();
        };
    }
}
