package dev.polyrpc.systemtest;

/** What becomes of a call because of its token, in words that all wires share. */
enum Verdict {
    /** The handler ran. */
    SERVED,
    /** 16 TOKEN_INVALID, 401. */
    TOKEN_INVALID,
    /** 16 TOKEN_EXPIRED, 401. */
    TOKEN_EXPIRED,
    /** 7 SCOPE_MISSING, FORBIDDEN. */
    SCOPE_MISSING
}
