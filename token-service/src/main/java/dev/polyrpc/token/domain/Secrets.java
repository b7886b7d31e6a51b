package dev.polyrpc.token.domain;

/** Port: the clients' secrets. Safe for use by many threads. */
public interface Secrets {
    /** Whether that is the client's secret; takes the same time whatever is wrong with it. */
    boolean match(String client, String secret);
}
