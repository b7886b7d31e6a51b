package dev.polyrpc.token.inbound.http;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.token.domain.Audit;
import dev.polyrpc.token.domain.Client;
import dev.polyrpc.token.domain.ClientAuthentication;
import dev.polyrpc.token.domain.ClientAuthentication.Presented;
import dev.polyrpc.token.domain.Refusals;
import dev.polyrpc.token.domain.TokenGrants;
import dev.polyrpc.token.domain.TokenGrants.Exchange;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /oauth2/token}: authenticates the client, then grants or refuses. Safe for use by many threads. */
public final class TokenEndpoint {
    static final String CLIENT_CREDENTIALS = "client_credentials";
    static final String TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
    static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

    private static final Logger LOG = LoggerFactory.getLogger(TokenEndpoint.class);
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,63}");
    private static final String NOBODY = "unknown";

    private final ClientAuthentication clients;
    private final TokenGrants grants;
    private final Audit audit;

    /** Makes the endpoint. */
    public TokenEndpoint(ClientAuthentication clients, TokenGrants grants, Audit audit) {
        this.clients = clients;
        this.grants = grants;
        this.audit = audit;
    }

    /** Answers a request; signs and verifies, so not on an event loop. */
    OAuthAnswer answer(List<String> authorization, byte[] body, @Nullable String certificateUri, String address) {
        String client = NOBODY;
        try {
            Form form = Form.parse(body);
            Presented presented = PresentedClient.read(authorization, form, certificateUri, address);
            client = NAME.matcher(presented.client()).matches() ? presented.client() : NOBODY;
            return granted(clients.authenticate(presented), form);
        } catch (Failure failure) {
            audit.refused(client, failure);
            return OAuthAnswer.refused(failure);
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("token request failed");
            return OAuthAnswer.refused(new Failure(Kind.INTERNAL, "SERVER_ERROR", "internal error"));
        }
    }

    private OAuthAnswer granted(Client client, Form form) {
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
