package dev.polyrpc.kit.tls;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * The process at the other end of a connection, by the path of its SPIFFE id: {@code return} for
 * {@code spiffe://polyrpc.test/return}. Immutable.
 */
public record Peer(String path) {
    private static final String TRUST_DOMAIN = "spiffe://polyrpc.test/";
    private static final Pattern SPIFFE_ID = Pattern.compile(Pattern.quote(TRUST_DOMAIN) + "([a-z0-9][a-z0-9-]{0,62})");
    private static final Integer URI_NAME = 6; // of X509Certificate.getSubjectAlternativeNames

    /** The peer of a chain that was verified, leaf first; a {@link Failure} PEER_ID_INVALID if its id is not one of ours. */
    public static Peer of(X509Certificate[] chain) {
        if (chain.length == 0) {
            throw invalid("no certificate");
        }
        List<String> ids = uris(chain[0]);
        if (ids.size() != 1) {
            throw invalid("%d URI names in the certificate".formatted(ids.size()));
        }
        return of(ids.get(0));
    }

    /** The peer of that SPIFFE id; a {@link Failure} PEER_ID_INVALID if it is not one of ours. */
    public static Peer of(String spiffeId) {
        Matcher id = SPIFFE_ID.matcher(spiffeId);
        if (!id.matches()) {
            throw invalid("an id of another trust domain");
        }
        return new Peer(id.group(1));
    }

    /** The peer of a TLS connection. */
    public static Peer of(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            return of(List.of(chain).toArray(X509Certificate[]::new));
        } catch (SSLPeerUnverifiedException e) {
            throw invalid("no certificate");
        }
    }

    /** Its SPIFFE id. */
    public String id() {
        return TRUST_DOMAIN + path;
    }

    private static List<String> uris(X509Certificate leaf) {
        try {
            Collection<List<?>> names = leaf.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name -> URI_NAME.equals(name.get(0)))
                            .map(name -> (String) name.get(1))
                            .toList();
        } catch (CertificateParsingException e) {
            throw invalid("alternative names that cannot be read");
        }
    }

    private static Failure invalid(String found) {
        return new Failure(
                Kind.DENIED,
                "PEER_ID_INVALID",
                "peer: %s (expected: one SPIFFE id of the trust domain polyrpc.test)".formatted(found));
    }
}
