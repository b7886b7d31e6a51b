package dev.polyrpc.kit.tls;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The name that tokens call a certificate by: the SHA-256 of its DER, in base64url ({@code x5t#S256}, RFC 8705 section
 * 3.1). Safe for use by many threads.
 */
public final class Thumbprint {
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    /** The latest asked for, as a process asks for its own at each call. */
    private static volatile @Nullable Known latest;

    private Thumbprint() {}

    /** The name of a certificate. */
    public static String of(X509Certificate certificate) {
        Known known = latest;
        if (known != null && known.certificate.equals(certificate)) {
            return known.thumbprint;
        }
        String thumbprint = BASE64URL.encodeToString(sha256(certificate).asBytes());
        latest = new Known(certificate, thumbprint);
        return thumbprint;
    }

    /** The name of the certificate that this side of a connection has shown; null where it has shown none. */
    public static @Nullable String ofLocal(SSLSession session) {
        return first(session.getLocalCertificates());
    }

    /** The name of the certificate that the other side of a connection has shown; null where it has shown none. */
    public static @Nullable String ofPeer(SSLSession session) {
        try {
            return first(session.getPeerCertificates());
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }

    /** The name of the certificate whose SHA-256 is that, in lower-case hex as sidecars say it. */
    public static String ofHex(String sha256) {
        return BASE64URL.encodeToString(HashCode.fromString(sha256).asBytes());
    }

    /** The SHA-256 in hex, as tools print it. */
    static String hex(X509Certificate certificate) {
        return sha256(certificate).toString();
    }

    private static @Nullable String first(Certificate @Nullable [] chain) {
        return chain != null && chain.length > 0 && chain[0] instanceof X509Certificate leaf ? of(leaf) : null;
    }

    private static HashCode sha256(X509Certificate certificate) {
        try {
            return Hashing.sha256().hashBytes(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Known(X509Certificate certificate, String thumbprint) {}
}
