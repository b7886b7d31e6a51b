package dev.polyrpc.token.inbound.http;

import dev.polyrpc.token.domain.ProvenClient;
import dev.polyrpc.token.domain.TokenStatus;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code POST /oauth2/introspect} (RFC 7662): what a good token says, for the service that it is meant for; to others, and of any
 * other token, no more than that it is not active. Safe for use by many threads.
 */
record IntrospectionEndpoint(TokenStatus status) implements Endpoint {
    @Override
    public OAuthAnswer answer(ProvenClient client, Form form) {
        String token = form.require("token");
        Map<String, Object> body = new LinkedHashMap<>();
        status.introspect(client.client(), token)
                .ifPresentOrElse(
                        claims -> {
                            body.put("active", true);
                            body.put("token_type", "Bearer");
                            body.putAll(claims);
                        },
                        () -> body.put("active", false));
        return new OAuthAnswer(200, Map.of(), body);
    }
}
