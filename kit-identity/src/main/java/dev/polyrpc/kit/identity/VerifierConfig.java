package dev.polyrpc.kit.identity;

/**
 * Whose tokens are believed, and which of them are meant for us.
 *
 * @param issuer the one issuer believed, compared as text
 * @param audience our own name, for example {@code product-mgmt.polyrpc.test}
 */
public record VerifierConfig(String issuer, String audience) {}
