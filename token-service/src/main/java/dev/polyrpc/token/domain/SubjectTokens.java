package dev.polyrpc.token.domain;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Port: believes or refuses tokens that a client presents. Safe for use by many threads. */
public interface SubjectTokens {
    /** All that a token of our own says, by claim, if it is good and for one of the audiences; takes a while. */
    Optional<Map<String, Object>> claims(String token, Set<String> audiences);

    /** Whoever the token speaks for, if it is good and for one of the audiences; takes a while. */
    Optional<Subject> verify(String token, Set<String> audiences);
}
