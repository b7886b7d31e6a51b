package dev.polyrpc.token.inbound.http;

import dev.polyrpc.token.domain.ProvenClient;
import dev.polyrpc.token.domain.TokenStatus;
import java.util.Map;

/**
 * {@code POST /oauth2/revoke} (RFC 7009): takes a token back for the client that it was issued to; whoever asks finds out nothing
 * about a token that is not good. Safe for use by many threads.
 */
record RevocationEndpoint(TokenStatus status) implements Endpoint {
    @Override
    public OAuthAnswer answer(ProvenClient client, Form form) {
        status.revoke(client.client(), form.require("token"));
        return new OAuthAnswer(200, Map.of(), Map.of());
    }
}
