package dev.polyrpc.benchmark.stack;

import io.grpc.netty.shaded.io.netty.bootstrap.Bootstrap;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandler;
import io.grpc.netty.shaded.io.netty.channel.ChannelInitializer;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.OpenSsl;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslHandler;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Connections of a client to one port of this machine, all on one event loop. Safe for use by many threads. */
public final class Sockets implements AutoCloseable {
    private static final int END_S = 2;

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
        return new Sockets(port, security == Security.PLAINTEXT ? null : tls(security, certificates));
    }

    /** Opens one more, and waits until it can be used. */
    public Channel open(ChannelHandler handler) throws InterruptedException {
        Channel channel = new Bootstrap()
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
                .connect("localhost", port)
                .sync()
                .channel();
        SslHandler handshake = channel.pipeline().get(SslHandler.class);
        if (handshake != null) {
            var unused = handshake.handshakeFuture().sync();
        }
        return channel;
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

    private static SslContext tls(Security security, Path certificates) throws IOException {
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
        return builder.build();
    }
}
