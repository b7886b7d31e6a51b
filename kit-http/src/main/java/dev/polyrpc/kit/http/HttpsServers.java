package dev.polyrpc.kit.http;

import dev.polyrpc.kit.tls.TlsIdentity;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.util.Set;

/** Options of HTTPS servers. */
public final class HttpsServers {
    private HttpsServers() {}

    /** TLS 1.3 only, HTTP/2 and HTTP/1.1 by ALPN; whether client certificates are asked for is the caller's choice. */
    public static HttpServerOptions options(TlsIdentity identity, ClientAuth clients) {
        return new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
                .setKeyCertOptions(KeyCertOptions.wrap(identity.keyManager()))
                .setTrustOptions(TrustOptions.wrap(identity.clientTrust()))
                .setClientAuth(clients);
    }
}
