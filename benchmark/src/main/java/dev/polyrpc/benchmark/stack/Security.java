package dev.polyrpc.benchmark.stack;

/** What a server demands, each more than the one before. */
public enum Security {
    /** Nothing: no encryption. */
    PLAINTEXT("plaintext"),
    /** TLS 1.3; the server alone shows a certificate. */
    TLS("TLS"),
    /** TLS 1.3; both show a certificate. */
    MUTUAL_TLS("mutual TLS"),
    /** As that, and a token with each call, checked with its scope; with all else that ships, where it ships. */
    TOKEN("mutual TLS + token");

    private final String text;

    Security(String text) {
        this.text = text;
    }

    /** For people. */
    @Override
    public String toString() {
        return text;
    }
}
