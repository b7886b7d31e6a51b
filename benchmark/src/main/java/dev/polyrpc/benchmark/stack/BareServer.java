package dev.polyrpc.benchmark.stack;

import dev.polyrpc.kit.process.Program;
import dev.polyrpc.kit.process.Running;
import dev.polyrpc.kit.settings.Settings;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.util.Map;

/**
 * The yardstick: grpc-java without anything around it, tuned: plaintext, one event loop, handlers on it. A program of its
 * own; safe for use by many threads.
 */
public final class BareServer implements Running {
    private final Server server;

    private BareServer(Server server) {
        this.server = server;
    }

    /** Serves on a port of the system's choice until told to stop. */
    public static void main(String[] args) {
        Program.run("bare", "POLYRPC_BENCH_", BareServer::start);
    }

    private static BareServer start(Settings settings) throws IOException {
        settings.done();
        EventLoop loop = EventLoop.create("bare");
        return new BareServer(NettyServerBuilder.forPort(0, InsecureServerCredentials.create())
                .directExecutor()
                .bossEventLoopGroup(loop.group())
                .workerEventLoopGroup(loop.group())
                .channelType(loop.serverChannel())
                .addService(new BareService())
                .build()
                .start());
    }

    @Override
    public Map<String, Integer> ports() {
        return Map.of("grpc", server.getPort());
    }

    @Override
    public void awaitTermination() throws InterruptedException {
        server.awaitTermination();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
