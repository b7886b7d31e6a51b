package dev.polyrpc.kit.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polyrpc.kit.identity.KeySource;
import dev.polyrpc.kit.identity.VerificationKey;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Jwks;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A stand-in for the token service: signs whatever a test asks for, publishes its key, and answers a small
 * {@code /oauth2/token} over HTTPS with the {@code token} leaf, so that a service under test boots its real wiring. It
 * grants what is asked: policy is the token service's own concern. Safe for use by many threads.
 */
public final class TestIssuer implements AutoCloseable {
    private static final String KEY_ID = "test-key";
    private static final long LIFETIME_SECONDS = 300;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final KeyPair pair = Jwts.SIG.ES256.keyPair().build();
    private final Clock clock = Clock.systemUTC();
    private final Map<String, Map<String, String>> exchanges = new ConcurrentHashMap<>();
    private final AtomicInteger issued = new AtomicInteger();
    private final AtomicBoolean down = new AtomicBoolean();
    private final Map<String, String> others = new ConcurrentHashMap<>();
    private volatile List<String> unasked = List.of();
    private final TestIssuerServer server;

    private TestIssuer(String leaf) {
        server = TestIssuerServer.start(this, leaf);
    }

    /** Starts an issuer on a free port. */
    public static TestIssuer start() {
        return new TestIssuer("token");
    }

    /** Starts an impostor: it has the leaf of another process. */
    public static TestIssuer startAs(String leaf) {
        return new TestIssuer(leaf);
    }

    /** Where it listens, which is also the issuer its tokens name. */
    public URI uri() {
        return server.uri();
    }

    /** The {@code iss} of its tokens. */
    public String issuer() {
        return server.uri().toString();
    }

    /** Its public key, for a verifier that needs no socket. */
    public KeySource keys() {
        return KeySource.of(new VerificationKey(KEY_ID, "ES256", pair.getPublic()));
    }

    /** A good customer's token; without a dot the audience is completed to {@code NAME.polyrpc.test}. */
    public String token(String subject, String audience, String... scopes) {
        return token(claims -> fill(claims, subject, audience, scopes));
    }

    /** A good staff member's token. */
    public String staffToken(String subject, String audience, String... scopes) {
        return token(claims -> {
            fill(claims, subject, audience, scopes);
            claims.put("roles", List.of("staff"));
        });
    }

    /** A token with claims changed, added or taken away: the audience is up to the change. */
    public String token(Consumer<Map<String, Object>> claims) {
        return token(header -> {}, claims);
    }

    /** A token with header and claims changed, signed over whatever they have become. */
    public String token(Consumer<Map<String, Object>> header, Consumer<Map<String, Object>> claims) {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("alg", "ES256");
        head.put("typ", "at+jwt");
        head.put("kid", KEY_ID);
        header.accept(head);
        Map<String, Object> body = goodClaims();
        claims.accept(body);
        return sign(json(head), json(body));
    }

    /** Header and claims as they are, signed with the issuer's key. */
    public String sign(String header, String claims) {
        String input = encoded(header) + "." + encoded(claims);
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(pair.getPrivate());
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What an exchange for an audience turns each subject's scope into; without such a table scopes stay as they are. */
    public TestIssuer exchanging(String audience, Map<String, String> scopes) {
        exchanges.put(audience(audience), Map.copyOf(scopes));
        return this;
    }

    /** Has exchanges call the subjects of another issuer {@code NAME:SUBJECT}, as the token service does. */
    public TestIssuer naming(String otherIssuer, String name) {
        others.put(otherIssuer, name);
        return this;
    }

    /** What a client's own token allows where it asks for no scope. */
    public TestIssuer granting(String... scopes) {
        unasked = List.of(scopes);
        return this;
    }

    /** From now on every request gets 503, or no longer does. */
    public void down(boolean isDown) {
        down.set(isDown);
    }

    /** How many tokens were asked for over HTTPS. */
    public int issuedTokens() {
        return issued.get();
    }

    /** How often its key was asked for over HTTPS. */
    public int keyRequests() {
        return server.keyRequests();
    }

    @Override
    public void close() {
        server.close();
    }

    boolean isDown() {
        return down.get();
    }

    String jwks() {
        return "{\"keys\":[%s]}"
                .formatted(Jwks.json(Jwks.builder()
                        .key((ECPublicKey) pair.getPublic())
                        .id(KEY_ID)
                        .algorithm("ES256")
                        .publicKeyUse("sig")
                        .build()));
    }

    /** The client's own token, with the scopes asked for. */
    String granted(String client, String audience, String... scopes) {
        issued.incrementAndGet();
        return token(client, audience, scopes.length == 0 ? unasked.toArray(String[]::new) : scopes);
    }

    /** The subject's token with its power for the next audience, the client as its actor; empty without any power. */
    Optional<String> exchanged(String client, String subjectToken, String audience) throws JsonProcessingException {
        String claims = subjectToken.split("\\.", -1)[1];
        JsonNode subject = MAPPER.readTree(new String(Base64.getUrlDecoder().decode(claims), StandardCharsets.UTF_8));
        Map<String, String> table = exchanges.get(audience(audience));
        Set<String> scopes = new TreeSet<>();
        for (String scope : subject.path("scope").asText().split(" ", -1)) {
            String result = table == null ? scope : table.get(scope);
            if (result != null && !result.isEmpty()) {
                scopes.add(result);
            }
        }
        if (scopes.isEmpty()) {
            return Optional.empty();
        }
        issued.incrementAndGet();
        return Optional.of(token(body -> {
            fill(body, subject(subject), audience, scopes.toArray(String[]::new));
            body.put("client_id", client);
            if (subject.has("roles")) {
                body.put("roles", subject.path("roles"));
            }
            body.put(
                    "act",
                    subject.has("act") ? Map.of("sub", client, "act", subject.get("act")) : Map.of("sub", client));
        }));
    }

    private String subject(JsonNode claims) {
        String name = others.get(claims.path("iss").asText());
        String subject = claims.path("sub").asText();
        return name == null ? subject : name + ":" + subject;
    }

    private static void fill(Map<String, Object> claims, String subject, String audience, String... scopes) {
        claims.put("sub", subject);
        claims.put("client_id", subject);
        claims.put("aud", audience(audience));
        if (scopes.length > 0) {
            claims.put("scope", String.join(" ", scopes));
        }
    }

    private Map<String, Object> goodClaims() {
        Instant now = clock.instant();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer());
        claims.put("sub", "alice");
        claims.put("client_id", "alice");
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.getEpochSecond() + LIFETIME_SECONDS);
        claims.put("roles", List.of("customer"));
        return claims;
    }

    private static String audience(String name) {
        return name.contains(".") ? name : name + ".polyrpc.test";
    }

    private static String json(Map<String, Object> members) {
        try {
            return MAPPER.writeValueAsString(members);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String encoded(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
