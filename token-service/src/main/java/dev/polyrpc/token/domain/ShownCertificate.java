package dev.polyrpc.token.domain;

/**
 * The certificate that a caller showed on its connection, verified there. Immutable.
 *
 * @param uri its one URI name: a SPIFFE id
 * @param thumbprint base64url of its SHA-256, as tokens name it (RFC 8705, 3.1)
 */
public record ShownCertificate(String uri, String thumbprint) {}
