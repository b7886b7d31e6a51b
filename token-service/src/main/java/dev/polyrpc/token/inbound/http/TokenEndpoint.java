package dev.polyrpc.token.inbound.http;

import dev.polyrpc.token.domain.ProvenClient;
import dev.polyrpc.token.domain.Refusals;
import dev.polyrpc.token.domain.TokenGrants;
import dev.polyrpc.token.domain.TokenGrants.Exchange;

/** {@code POST /oauth2/token}: grants or refuses. Safe for use by many threads. */
record TokenEndpoint(TokenGrants grants) implements Endpoint {
    static final String CLIENT_CREDENTIALS = "client_credentials";
    static final String TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
    static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

    @Override
    public OAuthAnswer answer(ProvenClient client, Form form) {
        return switch (form.require("grant_type")) {
            case CLIENT_CREDENTIALS ->
                OAuthAnswer.issued(grants.own(client, form.find("audience"), form.words("scope")), false);
            case TOKEN_EXCHANGE -> OAuthAnswer.issued(grants.exchange(client, exchange(form)), true);
            default -> throw Refusals.unsupportedGrantType();
        };
    }

    private static Exchange exchange(Form form) {
        String subjectToken = form.require("subject_token");
        requireType(form.require("subject_token_type"));
        String actorToken = form.find("actor_token");
        String actorType = form.find("actor_token_type");
        if ((actorToken == null) != (actorType == null)) {
            throw Refusals.invalidRequest("actor_token and actor_token_type: expected both or none");
        }
        if (actorType != null) {
            requireType(actorType);
        }
        String requested = form.find("requested_token_type");
        if (requested != null) {
            requireType(requested);
        }
        return new Exchange(subjectToken, actorToken, form.find("audience"), form.words("scope"));
    }

    private static void requireType(String type) {
        if (!type.equals(ACCESS_TOKEN)) {
            throw Refusals.invalidRequest("token type: expected " + ACCESS_TOKEN);
        }
    }
}
