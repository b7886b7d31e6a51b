package dev.polyrpc.kit.thrift;

import io.netty.handler.ssl.DelegatingSslContext;
import io.netty.handler.ssl.OpenSslServerSessionContext;
import io.netty.handler.ssl.SslContext;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLEngine;

/**
 * Has BoringSSL accept no ticket of an earlier connection: a resumed session goes by what was shown and trusted when it
 * began. Safe for use by many threads.
 */
final class FullHandshakes extends DelegatingSslContext {
    private final OpenSslServerSessionContext sessions;
    private final AtomicLong connections = new AtomicLong();

    private FullHandshakes(SslContext server, OpenSslServerSessionContext sessions) {
        super(server);
        this.sessions = sessions;
        beginNextContext();
    }

    /** A server's context so; a client's as it is, as that offers no ticket. */
    static SslContext of(SslContext context) {
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
