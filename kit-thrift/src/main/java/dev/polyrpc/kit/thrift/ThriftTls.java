package dev.polyrpc.kit.thrift;

import dev.polyrpc.kit.tls.FullHandshakes;
import dev.polyrpc.kit.tls.TlsIdentity;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * TLS 1.3 in which both sides show a certificate, anew on each connection: no session is resumed. BoringSSL where the
 * platform has it, else the JDK's. Safe for use by many threads.
 */
final class ThriftTls {
    private static final String TLS_1_3 = "TLSv1.3";
    private static final int HANDSHAKE_S = 5;

    private final SslContext context;

    private ThriftTls(SslContextBuilder settings) {
        try {
            context = FullHandshakes.of(settings.protocols(TLS_1_3));
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The side of a port, which demands a certificate that our authorities vouch for. */
    static ThriftTls server(TlsIdentity identity) {
        return new ThriftTls(SslContextBuilder.forServer(identity.keyManager())
                .trustManager(identity.clientTrust())
                .clientAuth(ClientAuth.REQUIRE));
    }

    /** The side that connects, to whom the trust manager knows. */
    static ThriftTls client(TlsIdentity identity, X509ExtendedTrustManager trust) {
        return new ThriftTls(
                SslContextBuilder.forClient().keyManager(identity.keyManager()).trustManager(trust));
    }

    /** The handler of one connection that somebody has opened to us. */
    SslHandler accepted(ByteBufAllocator buffers) {
        return limited(context.newHandler(buffers));
    }

    /** The handler of one connection that we open. */
    SslHandler opened(ByteBufAllocator buffers, String host, int port) {
        return limited(context.newHandler(buffers, host, port));
    }

    private static SslHandler limited(SslHandler handler) {
        handler.setHandshakeTimeout(HANDSHAKE_S, TimeUnit.SECONDS);
        handler.setCloseNotifyFlushTimeout(1, TimeUnit.SECONDS);
        return handler;
    }
}
