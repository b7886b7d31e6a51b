package dev.polyrpc.kit.tls;

import io.grpc.netty.shaded.io.netty.handler.ssl.OpenSslSessionContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;

/**
 * Has each connection show certificates and check them. A resumed session would not: it goes by what was shown and trusted
 * when it began.
 */
final class FullHandshakes {
    private FullHandshakes() {}

    static SslContext of(SslContext context) {
        if (context.sessionContext() instanceof OpenSslSessionContext sessions) {
            sessions.setSessionCacheEnabled(false);
        }
        return context;
    }
}
