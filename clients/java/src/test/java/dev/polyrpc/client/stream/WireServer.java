package dev.polyrpc.client.stream;

import io.grpc.BindableService;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A hand-written service on a real socket, and a channel to it over a wire that can be cut. */
final class WireServer implements AutoCloseable {
    private final Server server;
    private final CutProxy wire;
    private final ManagedChannel channel;

    private WireServer(Server server) {
        this.server = server;
        this.wire = CutProxy.to(server.getPort());
        this.channel = Grpc.newChannelBuilder("localhost:" + wire.port(), InsecureChannelCredentials.create())
                .directExecutor()
                .build();
    }

    static WireServer start(BindableService service, ServerInterceptor... interceptors) {
        try {
            var builder = Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create());
            for (ServerInterceptor interceptor : interceptors) {
                builder.intercept(interceptor);
            }
            return new WireServer(builder.addService(service).build().start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ManagedChannel channel() {
        return channel;
    }

    void cut() {
        wire.cut();
    }

    @Override
    public void close() throws IOException {
        channel.shutdownNow();
        server.shutdownNow();
        wire.close();
    }
}
