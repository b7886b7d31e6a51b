package dev.polyrpc.kit.tls;

import io.grpc.netty.shaded.io.netty.handler.ssl.DelegatingSslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.OpenSslServerSessionContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.OpenSslSessionContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLEngine;

/**
 * Has each connection show certificates and check them. A resumed session would not: it goes by what was shown and trusted
 * when it began. Safe for use by many threads.
 */
final class FullHandshakes extends DelegatingSslContext {
    private final OpenSslServerSessionContext sessions;
    private final AtomicLong connections = new AtomicLong();

    private FullHandshakes(SslContext server, OpenSslServerSessionContext sessions) {
        super(server);
        this.sessions = sessions;
        beginNextContext();
    }

    /** Has a client resume nothing, and a server refuse to. */
    static SslContext of(SslContext context) {
        if (context.sessionContext() instanceof OpenSslSessionContext sessions) {
            sessions.setSessionCacheEnabled(false); // of a server, that leaves the tickets that clients keep
        }
        return context.sessionContext() instanceof OpenSslServerSessionContext sessions
                ? new FullHandshakes(context, sessions)
                : context;
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
