package dev.polyrpc.benchmark.stack;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Connections of a client to one port of this machine, all on one event loop. Safe for use by many threads. */
public final class Sockets implements AutoCloseable {
    private static final int END_S = 2;
    /** So that no server has more handshakes before it than it ends in time. */
    private static final int AT_ONCE = 32;

    private final EventLoop loop = EventLoop.create("load");
    private final Traffic traffic = new Traffic();
    private final int port;
    private final @Nullable SslContext tls;

    private Sockets(int port, @Nullable SslContext tls) {
        this.port = port;
        this.tls = tls;
    }

    /** To a server that demands so much. */
    public static Sockets to(int port, Security security, Path certificates) throws IOException {
        return new Sockets(
                port,
                security == Security.PLAINTEXT
                        ? null
                        : clientTls(security, certificates).build());
    }

    /** To a server of HTTP/2, over mutual TLS; to save time, whom it belongs to is not looked at. */
    public static Sockets http2(int port, Path certificates) throws IOException {
        return new Sockets(
                port,
                clientTls(Security.MUTUAL_TLS, certificates)
                        .trustManager(InsecureTrustManagerFactory.INSTANCE)
                        .applicationProtocolConfig(new ApplicationProtocolConfig(
                                ApplicationProtocolConfig.Protocol.ALPN,
                                ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                                ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                                ApplicationProtocolNames.HTTP_2))
                        .build());
    }

    /** Opens one more, and waits until it can be used. */
    public Channel open(ChannelHandler handler) throws InterruptedException {
        Channel channel = connect(handler).sync().channel();
        SslHandler handshake = channel.pipeline().get(SslHandler.class);
        if (handshake != null) {
            var unused = handshake.handshakeFuture().sync();
        }
        return channel;
    }

    /** Opens so many over TLS, a few at a time, and waits until all can be used. */
    public void open(int count, Supplier<ChannelHandler> handlers) throws IOException, InterruptedException {
        Semaphore free = new Semaphore(AT_ONCE);
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        for (int n = 0; n < count && failure.get() == null; n++) {
            free.acquire();
            var unused = connect(handlers.get()).addListener((ChannelFuture connected) -> {
                SslHandler handshake = connected.channel().pipeline().get(SslHandler.class);
                Future<?> usable = connected.isSuccess() && handshake != null ? handshake.handshakeFuture() : connected;
                var ignored = usable.addListener(done -> {
                    failure.compareAndSet(null, done.cause());
                    free.release();
                });
            });
        }
        free.acquire(AT_ONCE);
        if (failure.get() != null) {
            throw new IOException(failure.get());
        }
    }

    private ChannelFuture connect(ChannelHandler handler) {
        return new Bootstrap()
                .group(loop.group())
                .channelFactory(() -> traffic.count(loop.newClientChannel()))
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel made) {
                        if (tls != null) {
                            made.pipeline().addLast(tls.newHandler(made.alloc(), "localhost", port));
                        }
                        made.pipeline().addLast(handler);
                    }
                })
                .connect("localhost", port);
    }

    /** The one thread of all of them. */
    public ScheduledExecutorService loop() {
        return loop.group();
    }

    /** What went over them; read on the event loop. */
    public Traffic traffic() {
        return traffic;
    }

    @Override
    public void close() {
        loop.group().shutdownGracefully(0, END_S, TimeUnit.SECONDS).awaitUninterruptibly(END_S, TimeUnit.SECONDS);
    }

    private static SslContextBuilder clientTls(Security security, Path certificates) throws IOException {
        SslContextBuilder builder = SslContextBuilder.forClient()
                .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                .protocols("TLSv1.3")
                .clientAuth(ClientAuth.NONE)
                .trustManager(certificates.resolve("ca.pem").toFile());
        if (security != Security.TLS) {
            builder.keyManager(
                    certificates.resolve("warehouse.pem").toFile(),
                    certificates.resolve("warehouse-key.pem").toFile());
        }
        return builder;
    }
}
