package dev.polyrpc.kit.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSessionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JDK's TLS, where the platform has no BoringSSL: it resumes sessions of the same context alone, so each connection gets
 * one of its own. Safe for use by many threads.
 */
final class ContextEach extends SslContext {
    private static final Logger LOG = LoggerFactory.getLogger(ContextEach.class);

    static {
        LOG.warn(
                "TLS by the JDK, more slowly, as there is no BoringSSL for this platform",
                OpenSsl.unavailabilityCause());
    }

    private final SslContext first;
    private final SslContextBuilder settings;

    ContextEach(SslContext first, SslContextBuilder settings) {
        this.first = first;
        this.settings = settings;
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator buffers) {
        return next().newEngine(buffers);
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator buffers, String host, int port) {
        return next().newEngine(buffers, host, port);
    }

    private SslContext next() {
        try {
            return settings.build();
        } catch (SSLException e) {
            throw new IllegalStateException(e); // the first one of these settings was made
        }
    }

    @Override
    public boolean isClient() {
        return first.isClient();
    }

    @Override
    public List<String> cipherSuites() {
        return first.cipherSuites();
    }

    @Override
    @SuppressWarnings("deprecation") // Netty's own way to say which protocols: each context has to
    public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
        return first.applicationProtocolNegotiator();
    }

    @Override
    public SSLSessionContext sessionContext() {
        return first.sessionContext();
    }
}
