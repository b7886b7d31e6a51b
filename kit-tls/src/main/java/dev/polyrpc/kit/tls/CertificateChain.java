package dev.polyrpc.kit.tls;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.List;
import java.util.stream.Collectors;

/** Certificates in a row, leaf first, each signed by the next, the last by an authority (RFC 5280 section 6). */
final class CertificateChain {
    private CertificateChain() {}

    /** Whether the chain leads to one of the authorities; its time is asked elsewhere, so it is checked at its beginning. */
    static boolean leads(List<X509Certificate> chain, List<X509Certificate> authorities) {
        try {
            PKIXParameters parameters = new PKIXParameters(authorities.stream()
                    .map(authority -> new TrustAnchor(authority, null))
                    .collect(Collectors.toSet()));
            parameters.setRevocationEnabled(false); // no lists: leaves are short-lived
            parameters.setDate(begin(chain));
            CertPathValidator.getInstance("PKIX")
                    .validate(
                            CertificateFactory.getInstance("X.509").generateCertPath(upTo(authorities, chain)),
                            parameters);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Without the authority, which some tools write after those it has signed. */
    private static List<X509Certificate> upTo(List<X509Certificate> authorities, List<X509Certificate> chain) {
        for (int end = 1; end < chain.size(); end++) {
            if (authorities.contains(chain.get(end))) {
                return chain.subList(0, end);
            }
        }
        return chain;
    }

    /** When the last of them came to be. */
    private static Date begin(List<X509Certificate> chain) {
        return chain.stream()
                .map(X509Certificate::getNotBefore)
                .max(Date::compareTo)
                .orElseThrow();
    }
}
