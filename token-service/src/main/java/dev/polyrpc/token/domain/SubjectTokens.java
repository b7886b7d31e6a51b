package dev.polyrpc.token.domain;

import java.util.Optional;
import java.util.Set;

/** Port: believes or refuses tokens that a client presents. Safe for use by many threads. */
public interface SubjectTokens {
    /** Whoever the token speaks for, if it is good and for one of the audiences; takes a while. */
    Optional<Subject> verify(String token, Set<String> audiences);
}
