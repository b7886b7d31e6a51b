package dev.polyrpc.kit.identity;

import dev.polyrpc.kit.failure.Failure;
import java.io.Serial;

/** Why a token was refused: for the audit log alone, as the caller is told no more than {@link #publicly()}. */
final class TokenRefused extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final boolean expired;

    private TokenRefused(String why, boolean expired) {
        super(why, null, false, false);
        this.expired = expired;
    }

    static TokenRefused invalid(String why) {
        return new TokenRefused(why, false);
    }

    static TokenRefused expired() {
        return new TokenRefused("exp: past", true);
    }

    String why() {
        return String.valueOf(getMessage());
    }

    Failure publicly() {
        return BearerToken.refused(expired ? "TOKEN_EXPIRED" : "TOKEN_INVALID");
    }
}
