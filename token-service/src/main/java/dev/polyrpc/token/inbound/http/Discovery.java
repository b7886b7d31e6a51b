package dev.polyrpc.token.inbound.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polyrpc.token.domain.Policy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a client can find out about us (RFC 8414, OpenID Connect Discovery). */
public final class Discovery {
    private static final List<String> METHODS = List.of("client_secret_basic", "client_secret_post", "tls_client_auth");

    private Discovery() {}

    /** The document, as JSON. */
    public static String document(String issuer, Policy policy) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("issuer", issuer);
        document.put("token_endpoint", issuer + TokenHttpServer.TOKEN);
        document.put("introspection_endpoint", issuer + TokenHttpServer.INTROSPECTION);
        document.put("revocation_endpoint", issuer + TokenHttpServer.REVOCATION);
        document.put("jwks_uri", issuer + TokenHttpServer.JWKS);
        document.put("scopes_supported", policy.scopes().stream().sorted().toList());
        document.put("grant_types_supported", List.of(TokenEndpoint.CLIENT_CREDENTIALS, TokenEndpoint.TOKEN_EXCHANGE));
        for (String endpoint : List.of("token", "introspection", "revocation")) {
            document.put(endpoint + "_endpoint_auth_methods_supported", METHODS);
        }
        document.put("tls_client_certificate_bound_access_tokens", true);
        document.put("response_types_supported", List.of());
        document.put("subject_types_supported", List.of("public"));
        document.put("id_token_signing_alg_values_supported", List.of("ES256"));
        try {
            return new ObjectMapper().writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // text and lists can always be written
        }
    }
}
