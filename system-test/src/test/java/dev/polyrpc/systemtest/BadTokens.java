package dev.polyrpc.systemtest;

import static dev.polyrpc.systemtest.BadToken.claims;
import static dev.polyrpc.systemtest.BadToken.header;
import static dev.polyrpc.systemtest.BadToken.jose;
import static dev.polyrpc.systemtest.BadToken.respelt;

import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.kit.tls.Thumbprint;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** One token or more for each row of the table of failures that a single call can show. */
final class BadTokens {
    private static final List<String> AUDIENCES = List.of("product-mgmt", "return", "gateway");

    private BadTokens() {}

    static Stream<BadToken> all() {
        return Stream.of(presented(), forged(), keys(), headers(), times(), names(), spelt(), elsewhere())
                .flatMap(List::stream);
    }

    private static List<BadToken> presented() {
        return List.of(
                header("TOK-1", "missing"),
                header("TOK-2", "twice", "Bearer %s", "Bearer %s"),
                header("TOK-3", "another scheme", "Basic %s"),
                header("TOK-3", "no scheme", "%s"),
                header("TOK-3", "two spaces", "Bearer  %s"),
                header("TOK-3", "a word behind it", "Bearer %s x"));
    }

    private static List<BadToken> forged() {
        return List.of(
                respelt("TOK-4", "alg none, unsigned", token -> Forgery.unsigned(token, "none") + "."),
                respelt(
                        "TOK-4",
                        "alg nOnE, signature kept",
                        token -> Forgery.unsigned(token, "nOnE") + "." + Forgery.signature(token)),
                new BadToken(
                        "TOK-5",
                        "HMAC keyed with the public key",
                        Verdict.TOKEN_INVALID,
                        (issuer, wire) -> List.of(
                                "Bearer " + Forgery.keyedWithPublicKey(BadToken.good(issuer, wire), issuer.keys()))),
                jose("TOK-6", "ES384 named, signed by ES256", header -> header.put("alg", "ES384")),
                jose("TOK-6", "RS256 named, signed by ES256", header -> header.put("alg", "RS256")),
                jose("TOK-6", "EdDSA named, signed by ES256", header -> header.put("alg", "EdDSA")));
    }

    private static List<BadToken> keys() {
        return List.of(
                jose("TOK-7", "no kid", header -> header.remove("kid")),
                jose("TOK-7", "an unknown kid", header -> header.put("kid", "nobody")),
                jose("TOK-7", "a path as kid", header -> header.put("kid", "../../../dev/null")),
                jose("TOK-7", "a query as kid", header -> header.put("kid", "x' UNION SELECT 'key")),
                respelt("TOK-8", "signed by the key that it brings along", Forgery::bringingItsKey),
                jose("TOK-8", "jku", header -> header.put("jku", "https://localhost:1/keys")),
                jose("TOK-8", "x5u", header -> header.put("x5u", "https://localhost:1/chain")),
                jose("TOK-8", "x5c", header -> header.put("x5c", List.of("AA=="))));
    }

    private static List<BadToken> headers() {
        return List.of(
                jose("TOK-9", "crit", header -> header.put("crit", List.of("exp"))),
                jose("TOK-9", "b64 false", header -> header.putAll(Map.of("b64", false, "crit", List.of("b64")))),
                jose("TOK-10", "zip", header -> header.put("zip", "DEF")),
                jose("TOK-11", "no typ", header -> header.remove("typ")),
                jose("TOK-11", "typ JWT", header -> header.put("typ", "JWT")),
                jose("TOK-11", "typ logout+jwt", header -> header.put("typ", "logout+jwt")));
    }

    private static List<BadToken> times() {
        return List.of(
                claims("TOK-12", "no exp", claims -> claims.remove("exp")),
                claims("TOK-12", "exp in words", claims -> claims.put("exp", "tomorrow")),
                claims("TOK-13", "past by a minute", Verdict.TOKEN_EXPIRED, life(-360, -60)),
                claims("TOK-14", "11 minutes", life(0, 660)),
                claims("TOK-15", "iat ahead", life(90, 300)),
                claims("TOK-15", "nbf ahead", claims -> claims.put("nbf", now() + 90)));
    }

    private static List<BadToken> names() {
        return List.of(
                claims("TOK-16", "another issuer", claims -> claims.put("iss", "https://localhost:1")),
                claims("TOK-16", "no issuer", claims -> claims.remove("iss")),
                claims("TOK-17", "no audience", claims -> claims.remove("aud")),
                claims("TOK-17", "any audience", claims -> claims.put("aud", "*")),
                claims("TOK-17", "two labels open", claims -> claims.put("aud", "*.*.test")),
                claims("TOK-18", "no sub", claims -> claims.remove("sub")),
                claims("TOK-18", "sub of two words", claims -> claims.put("sub", "alice bob")),
                new BadToken(
                        "TOK-19",
                        "sub twice",
                        Verdict.TOKEN_INVALID,
                        (issuer, wire) ->
                                List.of("Bearer " + Forgery.subjectTwice(BadToken.good(issuer, wire), issuer))));
    }

    private static List<BadToken> spelt() {
        return List.of(
                respelt("TOK-20", "padded signature", token -> token + "=="),
                respelt(
                        "TOK-20",
                        "padded claims",
                        token -> token.substring(0, token.lastIndexOf('.')) + "=." + Forgery.signature(token)),
                respelt("TOK-20", "spare bits", Forgery::withSpareBit),
                respelt("TOK-20", "four segments", token -> token + "." + Forgery.signature(token)),
                respelt("TOK-20", "two segments", token -> token.substring(0, token.lastIndexOf('.'))),
                respelt("TOK-20", "a changed claim", Forgery::withOtherClaims));
    }

    private static List<BadToken> elsewhere() {
        return List.of(
                new BadToken(
                        "TOK-21",
                        "of another service",
                        Verdict.TOKEN_INVALID,
                        (issuer, wire) ->
                                List.of("Bearer " + issuer.token("alice", next(wire.audience()), wire.scope()))),
                claims(
                        "TOK-22",
                        "bound to bob's certificate",
                        claims -> claims.put(
                                "cnf",
                                Map.of(
                                        "x5t#S256",
                                        Thumbprint.of(
                                                TestCertificates.identity("bob").leaf())))),
                claims("TOK-22", "bound in a way that nobody knows", claims -> claims.put("cnf", Map.of("jkt", "x"))),
                claims("TOK-23", "another scope", Verdict.SCOPE_MISSING, claims -> claims.put("scope", "stock:adjust")),
                claims(
                        "TOK-23",
                        "a longer scope",
                        Verdict.SCOPE_MISSING,
                        claims -> claims.put("scope", claims.get("scope") + "2")),
                claims("TOK-23", "no scope", Verdict.SCOPE_MISSING, claims -> claims.remove("scope")));
    }

    private static Consumer<Map<String, Object>> life(int from, int to) {
        return claims -> {
            claims.put("iat", now() + from);
            claims.put("exp", now() + to);
        };
    }

    private static String next(String audience) {
        return AUDIENCES.get((AUDIENCES.indexOf(audience) + 1) % AUDIENCES.size());
    }

    private static long now() {
        return Instant.now().getEpochSecond();
    }
}
