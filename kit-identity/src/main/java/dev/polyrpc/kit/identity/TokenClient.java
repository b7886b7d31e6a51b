package dev.polyrpc.kit.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.identity.VerifiedTokens.Digest;
import dev.polyrpc.kit.tls.TlsIdentity;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Fetches access tokens for the next hop: our own, or a caller's exchanged for one that says less. Tokens are kept and
 * renewed ahead of their end, with one request at a time for each. Who proves itself with its certificate gets tokens that
 * are bound to that one (RFC 8705), so there is one for each certificate in use. Safe for use by many threads.
 *
 * <p>A token service out of reach is UNAVAILABLE (TOKEN_SERVICE_UNAVAILABLE); what it refuses is UNAUTHENTICATED or
 * DENIED, as the caller's token is at fault, or INTERNAL, as we are.
 */
public final class TokenClient {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String SECRET = "client_secret";

    private final TlsIdentity identity;
    private final TokenServiceHttp http;
    private final URI endpoint;
    private final Map<String, String> credentials;
    private final TokenCache cache = new TokenCache(Clock.systemUTC());

    private TokenClient(URI tokenService, TlsIdentity identity, Map<String, String> credentials) {
        this.identity = identity;
        this.http = new TokenServiceHttp(identity);
        this.endpoint = tokenService.resolve("/oauth2/token");
        this.credentials = credentials;
    }

    /** Makes a client that proves who it is with its certificate. */
    public static TokenClient create(URI tokenService, String clientId, TlsIdentity identity) {
        return new TokenClient(tokenService, identity, Map.of("client_id", clientId));
    }

    /** Makes a client that proves who it is with a secret. */
    public static TokenClient create(URI tokenService, String clientId, TlsIdentity identity, String secret) {
        return new TokenClient(tokenService, identity, Map.of("client_id", clientId, SECRET, secret));
    }

    /**
     * A token of our own for an audience, with those scopes; without any: all that we may have.
     *
     * @param certificate thumbprint of the one that the token is going to be sent over; null for our newest
     */
    public CompletionStage<String> own(String audience, Set<String> scopes, @Nullable String certificate) {
        String scope = String.join(" ", new TreeSet<>(scopes));
        String binding = binding(certificate);
        return cache.get(new Wanted(audience, scope, null, binding), () -> {
            Map<String, String> form = form("client_credentials", audience);
            if (!scope.isEmpty()) {
                form.put("scope", scope);
            }
            return fetch(form, binding);
        });
    }

    /**
     * A caller's token exchanged for one that an audience takes, with all that the exchange yields.
     *
     * @param certificate thumbprint of the one that the token is going to be sent over; null for our newest
     */
    public CompletionStage<String> exchanged(String subjectToken, String audience, @Nullable String certificate) {
        String binding = binding(certificate);
        return cache.get(new Wanted(audience, "", Digest.of(subjectToken), binding), () -> {
            Map<String, String> form = form("urn:ietf:params:oauth:grant-type:token-exchange", audience);
            form.put("subject_token", subjectToken);
            form.put("subject_token_type", "urn:ietf:params:oauth:token-type:access_token");
            return fetch(form, binding);
        });
    }

    /** Who proves itself with a secret gets tokens that are bound to no certificate, so one does for all connections. */
    private @Nullable String binding(@Nullable String certificate) {
        if (credentials.containsKey(SECRET)) {
            return null;
        }
        return certificate == null ? identity.credential().thumbprint() : certificate;
    }

    private Map<String, String> form(String grant, String audience) {
        Map<String, String> form = new LinkedHashMap<>(credentials);
        form.put("grant_type", grant);
        form.put("audience", audience);
        return form;
    }

    private CompletionStage<TokenCache.Issued> fetch(Map<String, String> form, @Nullable String binding) {
        String body = form.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body));
        return http.send(request, binding).handle((answer, failure) -> {
            if (answer == null) {
                throw unavailable();
            }
            return issued(answer);
        });
    }

    private static TokenCache.Issued issued(HttpResponse<String> answer) {
        JsonNode json;
        try {
            json = MAPPER.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw unavailable();
        }
        String token = json.path("access_token").textValue();
        if (answer.statusCode() == 200 && token != null) {
            return new TokenCache.Issued(token, json.path("expires_in").longValue());
        }
        throw refusal(json.path("error").asText());
    }

    private static Failure refusal(String error) {
        return switch (error) {
            case "invalid_request" -> BearerToken.refused("TOKEN_INVALID"); // all that the caller gave is the token
            case "invalid_scope" -> new Failure(Kind.DENIED, "SCOPE_MISSING", "the access token does not allow this");
            case "invalid_client", "unauthorized_client", "invalid_target", "unsupported_grant_type" ->
                new Failure(Kind.INTERNAL, "TOKEN_SERVICE_REFUSED", "the token service refused this service: " + error);
            default -> unavailable();
        };
    }

    private static Failure unavailable() {
        return new Failure(Kind.UNAVAILABLE, "TOKEN_SERVICE_UNAVAILABLE", "the token service cannot be reached");
    }

    /** Whatever makes a token the same as another. */
    private record Wanted(
            String audience,
            String scope,
            @Nullable Digest subject,
            @Nullable String certificate) {}
}
