package dev.polyrpc.kit.tls;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polyrpc.certs.Authority;
import dev.polyrpc.certs.LeafRequest;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;

final class PeerTrustTest {
    private static final String AUTH_TYPE = "UNKNOWN"; // what engines say under TLS 1.3

    private final Socket socket = new Socket(); // not connected: the chain alone is checked
    private final Authority authority = Authority.create("polyrpc.test", Instant.now());
    private final X509Certificate root = authority.root().certificate();

    @Test
    void checkClient_leaf_isTrusted() {
        X509Certificate leaf =
                authority.issue(LeafRequest.of("return", Instant.now())).certificate();
        X509ExtendedTrustManager trust = PeerTrust.ofClients(List.of(root));
        assertThatCode(() -> trust.checkClientTrusted(new X509Certificate[] {leaf}, AUTH_TYPE, socket))
                .doesNotThrowAnyException();
    }

    @Test
    void checkClient_authorityItself_isRefused() { // TLS-5
        X509ExtendedTrustManager trust = PeerTrust.ofClients(List.of(root));
        assertThatThrownBy(() -> trust.checkClientTrusted(new X509Certificate[] {root}, AUTH_TYPE, socket))
                .isInstanceOf(CertificateException.class)
                .hasMessage("an authority's certificate used as a leaf");
    }
}
