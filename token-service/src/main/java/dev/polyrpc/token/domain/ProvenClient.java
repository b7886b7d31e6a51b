package dev.polyrpc.token.domain;

import org.jspecify.annotations.Nullable;

/**
 * A client that has proven itself. Immutable.
 *
 * @param certificate thumbprint of the certificate that it did so with, which its tokens are then bound to; null after a secret
 */
public record ProvenClient(Client client, @Nullable String certificate) {}
