package dev.polyrpc.kit.tls;

import io.netty.handler.ssl.DelegatingSslContext;
import io.netty.handler.ssl.OpenSslServerSessionContext;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * Has each connection show certificates and check them. A resumed session would not: it goes by what was shown and trusted
 * when it began. Safe for use by many threads.
 */
public final class FullHandshakes extends DelegatingSslContext {
    private final OpenSslServerSessionContext sessions;
    private final AtomicLong connections = new AtomicLong();

    private FullHandshakes(SslContext server, OpenSslServerSessionContext sessions) {
        super(server);
        this.sessions = sessions;
        beginNextContext();
    }

    /** Has a client resume nothing, and a server refuse to; the settings are not to change any more. */
    public static SslContext of(SslContextBuilder settings) throws SSLException {
        SslContext context = settings.build();
        if (!(context.sessionContext() instanceof OpenSslSessionContext sessions)) {
            return new ContextEach(context, settings);
        }
        sessions.setSessionCacheEnabled(false); // of a server, that leaves the tickets that clients keep
        return sessions instanceof OpenSslServerSessionContext server ? new FullHandshakes(context, server) : context;
    }

    @Override
    protected void initEngine(SSLEngine engine) {
        beginNextContext();
    }

    /** A ticket is good in the context that it was given in alone: no two connections are in the same. */
    private void beginNextContext() {
        sessions.setSessionIdContext(ByteBuffer.allocate(Long.BYTES)
                .putLong(connections.incrementAndGet())
                .array());
    }
}
