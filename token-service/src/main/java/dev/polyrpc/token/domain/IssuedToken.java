package dev.polyrpc.token.domain;

/** A token and what it says. Immutable; {@code toString} hides the token. */
public record IssuedToken(String token, Grant grant) {
    /** All but the token. */
    @Override
    public String toString() {
        return "IssuedToken[" + grant + "]";
    }
}
