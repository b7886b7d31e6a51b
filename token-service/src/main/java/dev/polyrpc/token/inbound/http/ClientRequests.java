package dev.polyrpc.token.inbound.http;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.token.domain.Audit;
import dev.polyrpc.token.domain.ClientAuthentication;
import dev.polyrpc.token.domain.ClientAuthentication.Presented;
import dev.polyrpc.token.domain.TokenGrants;
import dev.polyrpc.token.domain.TokenStatus;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The pages that clients post forms to: authenticates the client, then has the page's endpoint answer. What the audit says
 * meanwhile bears the request's id. Safe for use by many threads.
 */
public final class ClientRequests {
    private static final Logger LOG = LoggerFactory.getLogger(ClientRequests.class);
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,63}");
    private static final String NOBODY = "unknown";

    private final ClientAuthentication clients;
    private final Audit audit;
    private final Map<String, Endpoint> endpoints;

    /** Makes it of those who decide. */
    public ClientRequests(ClientAuthentication clients, TokenGrants grants, TokenStatus status, Audit audit) {
        this.clients = clients;
        this.audit = audit;
        this.endpoints = Map.of(
                TokenHttpServer.TOKEN,
                new TokenEndpoint(grants),
                TokenHttpServer.INTROSPECTION,
                new IntrospectionEndpoint(status),
                TokenHttpServer.REVOCATION,
                new RevocationEndpoint(status));
    }

    Set<String> paths() {
        return endpoints.keySet();
    }

    /** Answers a request; signs and verifies, so not on an event loop. */
    OAuthAnswer answer(Incoming request, byte[] body) {
        MDC.put("requestId", request.requestId());
        MDC.put("path", request.path());
        try {
            return answered(request, body);
        } finally {
            MDC.clear();
        }
    }

    /** Records what was refused before any client was known. */
    void refused(String requestId, String path, Failure failure) {
        MDC.put("requestId", requestId);
        MDC.put("path", path);
        try {
            audit.refused(NOBODY, failure);
        } finally {
            MDC.clear();
        }
    }

    private OAuthAnswer answered(Incoming request, byte[] body) {
        String client = NOBODY;
        try {
            Form form = Form.parse(body);
            Presented presented =
                    PresentedClient.read(request.authorization(), form, request.certificate(), request.address());
            client = NAME.matcher(presented.client()).matches() ? presented.client() : NOBODY;
            Endpoint endpoint = Objects.requireNonNull(endpoints.get(request.path()), request.path());
            return endpoint.answer(clients.authenticate(presented), form);
        } catch (Failure failure) {
            audit.refused(client, failure);
            return OAuthAnswer.refused(failure);
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("a client's request failed");
            return OAuthAnswer.refused(new Failure(Kind.INTERNAL, "SERVER_ERROR", "internal error"));
        }
    }
}
