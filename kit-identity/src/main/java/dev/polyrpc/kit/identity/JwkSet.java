package dev.polyrpc.kit.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.security.Jwk;
import io.jsonwebtoken.security.Jwks;
import io.jsonwebtoken.security.PublicJwk;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The keys of a JWK set (RFC 7517, 5) that signatures may be verified with, each with the one algorithm it is for. */
final class JwkSet {
    private static final Logger LOG = LoggerFactory.getLogger(JwkSet.class);

    /** What makes a public key (RFC 7518, 6 and RFC 8037, 2), and what betrays a private or a secret one. */
    private static final Set<String> KEY = Set.of("kty", "crv", "x", "y", "n", "e", "d", "k");

    private final Set<String> algorithms;

    /** Of keys for other algorithms than these nothing is taken. */
    JwkSet(Set<String> algorithms) {
        this.algorithms = Set.copyOf(algorithms);
    }

    /**
     * The keys by id: public, for signatures, of an algorithm that is wanted; others are passed over. A set that is no set, or
     * names a key twice, is refused as a whole with an IllegalArgumentException.
     */
    Map<String, VerificationKey> keys(String json) {
        JsonNode keys;
        try {
            keys = StrictJson.object(json.getBytes(StandardCharsets.UTF_8), "JWK set")
                    .path("keys");
        } catch (TokenRefused notStrict) {
            throw new IllegalArgumentException(notStrict.why(), notStrict);
        }
        if (!keys.isArray()) {
            throw new IllegalArgumentException("JWK set: no list of keys");
        }
        Map<String, VerificationKey> byId = new HashMap<>();
        Set<String> ids = new HashSet<>();
        for (JsonNode jwk : keys) {
            String id = jwk.path("kid").textValue();
            if (id != null && !ids.add(id)) {
                throw new IllegalArgumentException("JWK set: names a key twice");
            }
            if (id != null && forSignatures(jwk)) {
                key(id, jwk).ifPresent(key -> byId.put(id, key));
            }
        }
        return Map.copyOf(byId);
    }

    /** RFC 7517, 4.2 and 4.3: what names a use must name this one; where both are named, both must. */
    private static boolean forSignatures(JsonNode jwk) {
        if (jwk.has("use") && !"sig".equals(jwk.path("use").textValue())) {
            return false;
        }
        if (!jwk.has("key_ops")) {
            return true;
        }
        List<String> operations = new ArrayList<>();
        jwk.path("key_ops").forEach(operation -> operations.add(operation.asText()));
        return operations.contains("verify");
    }

    private Optional<VerificationKey> key(String id, JsonNode json) {
        Optional<String> algorithm = algorithm(json);
        if (algorithm.isEmpty()) {
            return Optional.empty();
        }
        try {
            Jwk<?> jwk = Jwks.parser().build().parse(keyAlone(json));
            if (!(jwk instanceof PublicJwk<?> key)) {
                throw new IllegalArgumentException("not a public key");
            }
            return Optional.of(new VerificationKey(id, algorithm.get(), key.toKey()));
        } catch (JwtException | IllegalArgumentException e) {
            LOG.atWarn()
                    .addKeyValue("kid", id)
                    .addKeyValue("cause", String.valueOf(e.getMessage()))
                    .log("key passed over");
            return Optional.empty();
        }
    }

    /** Certificates and what else a set may hold besides plays no part, whatever it is. */
    private static String keyAlone(JsonNode json) {
        ObjectNode key = JsonNodeFactory.instance.objectNode();
        KEY.stream().filter(json::has).forEach(name -> key.set(name, json.get(name)));
        return key.toString();
    }

    /** The key's own word; where it says nothing, the only one wanted of its kind. */
    private Optional<String> algorithm(JsonNode jwk) {
        if (jwk.has("alg")) {
            return Optional.ofNullable(jwk.path("alg").textValue()).filter(algorithms::contains);
        }
        String kind = jwk.path("kty").asText();
        List<String> possible = algorithms.stream()
                .filter(name -> JwsAlgorithm.of(name).kind().equals(kind))
                .toList();
        return possible.size() == 1 ? Optional.of(possible.get(0)) : Optional.empty();
    }
}
