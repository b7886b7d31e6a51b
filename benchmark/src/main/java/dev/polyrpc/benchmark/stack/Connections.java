package dev.polyrpc.benchmark.stack;

import dev.polyrpc.kit.tls.TlsIdentity;
import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettySslContextChannelCredentials;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Some connections to one server, all on one event loop of the client, as lean as grpc-java has them: callbacks on the
 * loop, no retries. Safe for use by many threads.
 */
public final class Connections implements AutoCloseable {
    private static final int END_S = 2;
    private static final int MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

    private final EventLoop loop = EventLoop.create("load");
    private final Traffic traffic = new Traffic();
    private final List<ManagedChannel> channels;

    private Connections(int port, ChannelCredentials credentials, int count, int window) {
        this(
                () -> NettyChannelBuilder.forAddress("localhost", port, credentials),
                EventLoop::newClientChannel,
                count,
                window);
    }

    private Connections(
            Supplier<NettyChannelBuilder> to, Function<EventLoop, io.netty.channel.Channel> by, int count, int window) {
        channels = IntStream.range(0, count)
                .mapToObj(n -> to.get()
                        .eventLoopGroup(loop.group())
                        .channelFactory(() -> traffic.count(by.apply(loop)))
                        .directExecutor()
                        .disableRetry()
                        .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                        .flowControlWindow(window)
                        .build())
                .toList();
    }

    /** To a server that demands so much. */
    public static Connections to(int port, Security security, int count, int window, Path certificates)
            throws IOException {
        return switch (security) {
            case PLAINTEXT -> plaintext(port, count, window);
            case TLS ->
                new Connections(
                        port,
                        NettySslContextChannelCredentials.create(GrpcSslContexts.forClient()
                                .trustManager(certificates.resolve("ca.pem").toFile())
                                .protocols("TLSv1.3")
                                .build()),
                        count,
                        window);
            case MUTUAL_TLS, TOKEN -> mutualTls(port, count, window, certificates);
        };
    }

    /** To a server that asks for nothing. */
    public static Connections plaintext(int port, int count, int window) {
        return new Connections(port, InsecureChannelCredentials.create(), count, window);
    }

    /** To product management, over mutual TLS. */
    public static Connections mutualTls(int port, int count, int window, Path certificates) {
        return new Connections(
                port, TlsIdentity.load(certificates, "warehouse").grpcClient("product-mgmt"), count, window);
    }

    /** To a service of that name, over mutual TLS. */
    public static Connections mutualTls(int port, String service, int count, Path certificates) {
        return new Connections(
                port,
                TlsIdentity.load(certificates, "warehouse").grpcClient(service),
                count,
                NettyChannelBuilder.DEFAULT_FLOW_CONTROL_WINDOW);
    }

    /** To a service of that name behind the Unix socket of a sidecar, which makes the TLS; only where there is epoll. */
    public static Connections unix(Path socket, String service, int count) {
        return new Connections(
                () -> NettyChannelBuilder.forAddress(
                                new DomainSocketAddress(socket.toFile()), InsecureChannelCredentials.create())
                        .overrideAuthority(service),
                loop -> new EpollDomainSocketChannel(),
                count,
                NettyChannelBuilder.DEFAULT_FLOW_CONTROL_WINDOW);
    }

    /** How many there are. */
    public int count() {
        return channels.size();
    }

    /** The n-th, counted round. */
    public Channel get(int n) {
        return channels.get(n % channels.size());
    }

    /** The one thread that runs every callback. */
    public ScheduledExecutorService loop() {
        return loop.group();
    }

    /** What went over them; read on the event loop. */
    public Traffic traffic() {
        return traffic;
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
        loop.group().shutdownGracefully(0, END_S, TimeUnit.SECONDS).awaitUninterruptibly(END_S, TimeUnit.SECONDS);
    }
}
