package dev.polyrpc.kit.thrift;

import dev.polyrpc.kit.call.Guard;
import dev.polyrpc.kit.tls.LiveConnections;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A Thrift port that demands mutual TLS and a token on each call. Safe for use by many threads. */
public final class ThriftServer implements AutoCloseable {
    private static final int BACKLOG = 1_024;
    private static final long FORCED_NS = TimeUnit.SECONDS.toNanos(1);

    private final Channel listening;
    private final int port;
    private final Serving serving;
    private final LiveConnections live;
    private final AtomicBoolean closed = new AtomicBoolean();

    private ThriftServer(Channel listening, Serving serving, LiveConnections live) {
        this.listening = listening;
        this.port = ((InetSocketAddress) listening.localAddress()).getPort();
        this.serving = serving;
        this.live = live;
    }

    /** Begins the making of a server; port 0 lets the system choose one. */
    public static ThriftServerBuilder builder(int port, Guard guard) {
        return new ThriftServerBuilder(port, guard);
    }

    static ThriftServer start(int port, Serving serving) throws IOException {
        Guard guard = serving.guard();
        LiveConnections live =
                LiveConnections.incoming(guard.identity(), guard.peers()).renewing(guard.identity());
        boolean started = false;
        try {
            ChannelFuture bound = ThriftLoops.server()
                    .option(ChannelOption.SO_BACKLOG, BACKLOG)
                    .childOption(ChannelOption.TCP_NODELAY, true)
                    .childHandler(new Accepted(ThriftTls.server(guard.identity()), serving, live))
                    .bind(port)
                    .awaitUninterruptibly();
            started = bound.isSuccess();
            if (!started) {
                throw new IOException(
                        "port %d: %s".formatted(port, bound.cause().getMessage()), bound.cause());
            }
            return new ThriftServer(bound.channel(), serving, live);
        } finally {
            if (!started) {
                release(serving, live);
            }
        }
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    /** How many connections are open. */
    int openConnections() {
        return serving.connections().count();
    }

    /** Takes no new connection and no new call, lets calls end until the drain time-out, then cuts them off. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        listening.close().awaitUninterruptibly();
        serving.connections().drain(serving.guard().drainTimeout().toNanos(), FORCED_NS);
        release(serving, live);
    }

    private static void release(Serving serving, LiveConnections live) {
        live.close();
        serving.pool().close();
        serving.metrics().close();
    }

    /** Sets up what the port accepts. */
    private static final class Accepted extends ChannelInitializer<Channel> {
        private final ThriftTls tls;
        private final Serving serving;
        private final LiveConnections live;

        Accepted(ThriftTls tls, Serving serving, LiveConnections live) {
            this.tls = tls;
            this.serving = serving;
            this.live = live;
        }

        @Override
        protected void initChannel(Channel socket) {
            SslHandler handshake = tls.accepted(socket.alloc());
            ServerConnection connection = new ServerConnection(serving, handshake);
            socket.pipeline().addLast(handshake, connection);
            Runnable remove = live.add(connection);
            ChannelFuture unused = socket.closeFuture().addListener(closed -> {
                remove.run();
                serving.connections().remove(connection);
            });
            ServerConnection tooMany = serving.connections().add(connection);
            if (tooMany != null) {
                serving.metrics().closed("too many without a certificate");
                tooMany.cut();
            }
        }
    }
}
