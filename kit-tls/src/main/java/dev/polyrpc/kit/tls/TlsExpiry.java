package dev.polyrpc.kit.tls;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How long what an identity is made of will last. Immutable. */
record TlsExpiry(X509Certificate leaf, X509Certificate authority, Instant now) {
    private static final int LAST_SHARE = 3;

    static TlsExpiry of(TlsState state, Instant now) {
        return new TlsExpiry(endsFirst(state.credential().chain()), endsFirst(state.authorities()), now);
    }

    private static X509Certificate endsFirst(List<X509Certificate> certificates) {
        return certificates.stream()
                .min(Comparator.comparing(X509Certificate::getNotAfter))
                .orElseThrow();
    }

    /** Whether the certificate is valid now. */
    boolean valid() {
        return !now.isAfter(end(leaf)) && !now.isBefore(begin(leaf));
    }

    /** What has less than a third of its life left, in words; empty where nothing has. */
    String warning() {
        return Stream.of(warning("certificate", leaf), warning("authority", authority))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private String warning(String what, X509Certificate certificate) {
        Duration life = Duration.between(begin(certificate), end(certificate));
        if (now.plus(life.dividedBy(LAST_SHARE)).isBefore(end(certificate))) {
            return "";
        }
        return "%s %s %s"
                .formatted(what, now.isAfter(end(certificate)) ? "expired on" : "expires on", end(certificate));
    }

    private static Instant begin(X509Certificate certificate) {
        return certificate.getNotBefore().toInstant();
    }

    private static Instant end(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant();
    }
}
