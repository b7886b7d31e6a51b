package dev.polyrpc.token.domain;

/** What a signing key is for at a moment. */
public enum KeyState {
    /** New: verifiers learn of it. */
    PUBLISHED,
    /** Tokens are signed with it. */
    SIGNS,
    /** Its successor signs; its last tokens have not ended yet. */
    RETIRED
}
