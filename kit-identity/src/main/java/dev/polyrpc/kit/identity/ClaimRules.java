package dev.polyrpc.kit.identity;

import java.time.Instant;

/** What the claims of one issuer's tokens, their signature once verified, must say to be believed here and now. */
@FunctionalInterface
interface ClaimRules {
    /** Whom the token speaks for; refuses with a TokenRefused. */
    Caller caller(Claims claims, String token, Instant now);
}
