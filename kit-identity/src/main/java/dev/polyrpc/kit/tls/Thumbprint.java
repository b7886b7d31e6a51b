package dev.polyrpc.kit.tls;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** What a token that is bound to a certificate calls it: base64url of the SHA-256 of its DER form (RFC 8705, 3.1). */
public final class Thumbprint {
    private static final String LOCAL = "polyrpc.thumbprint.local";
    private static final String PEER = "polyrpc.thumbprint.peer";

    private Thumbprint() {}

    /** The thumbprint of a certificate. */
    public static String of(X509Certificate certificate) {
        try {
            return of((Certificate) certificate);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("a certificate that cannot be written", e);
        }
    }

    /** Of the certificate that this side showed on a connection; null if it showed none. */
    public static @Nullable String ofLocal(SSLSession session) {
        return kept(session, LOCAL, session.getLocalCertificates());
    }

    /** Of the certificate that the other side showed on a connection; null if it showed none. */
    public static @Nullable String ofPeer(SSLSession session) {
        try {
            return kept(session, PEER, session.getPeerCertificates());
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }

    /** Counted once for each connection: a call asks for it, too. */
    private static @Nullable String kept(SSLSession session, String name, Certificate @Nullable [] chain) {
        if (session.getValue(name) instanceof String thumbprint) {
            return thumbprint;
        }
        if (chain == null || chain.length == 0) {
            return null;
        }
        try {
            String thumbprint = of(chain[0]);
            session.putValue(name, thumbprint);
            return thumbprint;
        } catch (GeneralSecurityException e) {
            return null;
        }
    }

    private static String of(Certificate certificate) throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    }
}
