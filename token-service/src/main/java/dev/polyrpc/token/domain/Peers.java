package dev.polyrpc.token.domain;

/** Port: which processes, by their SPIFFE ids, are let in at the moment. Safe for use by many threads. */
public interface Peers {
    /** Whether the process may connect to this service. */
    boolean admits(String uri);

    /** Whether the process is denied everywhere. */
    boolean denies(String uri);

    /** Whether a subject is, of ours or of another provider ({@code NAME:SUBJECT}). */
    boolean deniesSubject(String name);
}
