package dev.polyrpc.benchmark.server;

import dev.polyrpc.benchmark.stack.BareService;
import dev.polyrpc.benchmark.stack.EventLoop;
import dev.polyrpc.benchmark.stack.Security;
import dev.polyrpc.kit.process.Closers;
import dev.polyrpc.kit.process.DaemonThreads;
import dev.polyrpc.kit.process.Running;
import dev.polyrpc.kit.tls.TlsIdentity;
import dev.polyrpc.product.inbound.grpc.ProductGrpcService;
import io.grpc.BindableService;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import io.grpc.ServerCredentials;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.NettySslContextServerCredentials;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** grpc-java with nothing of ours around it. Safe for use by many threads. */
final class GrpcServing implements Running {
    private static final int THREADS = 16;

    private final Server server;
    private final Closers closers;

    private GrpcServing(Server server, Closers closers) {
        this.server = server;
        this.closers = closers;
    }

    static GrpcServing start(ServerConfig config) throws IOException {
        Closers closers = new Closers();
        NettyServerBuilder builder =
                NettyServerBuilder.forPort(0, credentials(config)).addService(service(config, closers));
        if (config.security() == Security.TOKEN) {
            builder.intercept(GrpcTokens.of(config.verifier(name(config), identity(config), closers)));
        }
        if (config.kind() != Kind.GRPC_DEFAULT) {
            EventLoop loop = EventLoop.create("grpc");
            builder.bossEventLoopGroup(loop.group())
                    .workerEventLoopGroup(loop.group())
                    .channelType(loop.serverChannel())
                    .directExecutor();
            if (!config.fromMemory()) {
                builder.callExecutor(new WhereItWaits());
            }
        }
        return new GrpcServing(builder.build().start(), closers);
    }

    private static BindableService service(ServerConfig config, Closers closers) {
        if (config.kind() == Kind.RELAY) {
            return RelayService.open(config, identity(config), closers);
        }
        if (config.fromMemory()) {
            return new BareService();
        }
        Domain domain =
                config.kind() == Kind.GRPC_MEMORY ? Domain.inMemory(config.database()) : Domain.open(config.database());
        closers.push(domain::close);
        return new LadderService(domain)::whole;
    }

    private static ServerCredentials credentials(ServerConfig config) throws IOException {
        return switch (config.security()) {
            case PLAINTEXT -> InsecureServerCredentials.create();
            case TLS ->
                NettySslContextServerCredentials.create(GrpcSslContexts.configure(
                                SslContextBuilder.forServer(identity(config).keyManager()))
                        .protocols("TLSv1.3")
                        .build());
            case MUTUAL_TLS, TOKEN -> identity(config).grpcServer();
        };
    }

    private static TlsIdentity identity(ServerConfig config) {
        return TlsIdentity.load(config.certificates(), name(config));
    }

    private static String name(ServerConfig config) {
        return config.kind() == Kind.RELAY ? "gateway" : "product-mgmt";
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
        closers.close();
    }

    /** A pool for the methods that the service itself takes off the event loop. */
    private static final class WhereItWaits implements ServerCallExecutorSupplier {
        private final Executor pool = Executors.newFixedThreadPool(THREADS, DaemonThreads.named("grpc-call"));
        private final Set<String> waiting = Arrays.stream(ProductGrpcService.blocking())
                .map(MethodDescriptor::getFullMethodName)
                .collect(Collectors.toSet());

        @Override
        public <Q, A> Executor getExecutor(ServerCall<Q, A> call, Metadata headers) {
            return waiting.contains(call.getMethodDescriptor().getFullMethodName()) ? pool : Runnable::run;
        }
    }
}
