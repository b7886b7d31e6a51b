package dev.polyrpc.kit.identity;

/** An issuer beside our own, and the keys that its tokens alone are verified with. Immutable. */
public record OtherIssuer(IssuerProfile profile, KeySource keys) {}
