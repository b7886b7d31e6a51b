package dev.polyrpc.kit.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Jwks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class JwkSetTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final KeyPair RSA = Jwts.SIG.RS256.keyPair().build();
    private static final KeyPair P256 = Jwts.SIG.ES256.keyPair().build();
    private static final KeyPair ED25519 = Jwks.CRV.Ed25519.keyPair().build();

    private final JwkSet set = new JwkSet(Set.of("ES256", "EdDSA", "RS256", "PS256"));

    @Test
    void keys_ofEachAlgorithm_areTaken() {
        Map<String, VerificationKey> keys = set.keys(json(
                jwk("1", "ES256", P256.getPublic()),
                jwk("2", "EdDSA", ED25519.getPublic()),
                jwk("3", "RS256", RSA.getPublic()),
                jwk("4", "PS256", RSA.getPublic())));

        assertThat(keys.values())
                .extracting(VerificationKey::algorithm)
                .containsExactlyInAnyOrder("ES256", "EdDSA", "RS256", "PS256");
    }

    @Test
    void keys_tooSmallOrOfAnotherCurve_arePassedOver() throws GeneralSecurityException { // TOK-28
        KeyPairGenerator small = KeyPairGenerator.getInstance("RSA");
        small.initialize(1024);
        assertNone(change(jwk("1", "RS256", RSA.getPublic()), jwk -> {
            ObjectNode other = jwk("1", "RS256", small.generateKeyPair().getPublic());
            jwk.set("n", other.get("n"));
        }));
        assertNone(jwk("1", "ES256", Jwts.SIG.ES384.keyPair().build().getPublic()));
        assertNone(jwk("1", "EdDSA", Jwks.CRV.Ed448.keyPair().build().getPublic()));
        assertNone(jwk("1", "EdDSA", Jwks.CRV.X25519.keyPair().build().getPublic()));
        assertNone(change(jwk("1", "ES256", P256.getPublic()), jwk -> jwk.set("x", jwk.get("y"))));
        assertNone(change(jwk("1", "RS256", RSA.getPublic()), jwk -> jwk.put("e", "AQ")));
    }

    @Test
    void keys_forAnotherUseOrAlgorithm_arePassedOver() { // TOK-28
        assertNone(change(jwk("1", "ES256", P256.getPublic()), jwk -> jwk.put("use", "enc")));
        assertNone(change(
                jwk("1", "ES256", P256.getPublic()),
                jwk -> jwk.putArray("key_ops").add("encrypt")));
        assertNone(change(jwk("1", "ES256", P256.getPublic()), jwk -> jwk.put("alg", "RS256")));
        assertNone(change(jwk("1", "RS256", RSA.getPublic()), jwk -> jwk.put("alg", "ES256")));
        assertNone(change(jwk("1", "RS256", RSA.getPublic()), jwk -> jwk.put("alg", "RSA-OAEP")));
        assertNone(change(jwk("1", "RS256", RSA.getPublic()), jwk -> jwk.put("d", "AQAB")));
        assertNone(change(jwk("1", "RS256", RSA.getPublic()), jwk -> jwk.remove("kid")));
        assertThat(new JwkSet(Set.of("ES256")).keys(json(jwk("1", "RS256", RSA.getPublic()))))
                .isEmpty();
    }

    @Test
    void keys_withoutAlgorithm_haveTheOnlyOneWanted() {
        ObjectNode rsa = change(jwk("1", "RS256", RSA.getPublic()), jwk -> jwk.remove("alg"));

        assertThat(new JwkSet(Set.of("RS256", "ES256")).keys(json(rsa)).get("1"))
                .extracting(VerificationKey::algorithm)
                .isEqualTo("RS256");
        assertThat(set.keys(json(rsa))).isEmpty(); // RS256 or PS256?
    }

    @Test
    void keys_certificatesBesides_playNoPart() {
        ObjectNode jwk = change(jwk("1", "RS256", RSA.getPublic()), key -> {
            key.putArray("x5c").add("no certificate");
            key.put("x5u", "https://evil.test/");
            key.putArray("key_ops").add("verify");
        });

        assertThat(set.keys(json(jwk))).containsOnlyKeys("1");
    }

    @Test
    void keys_namedTwice_areRefusedAsAWhole() { // TOK-29
        ObjectNode one = jwk("1", "ES256", P256.getPublic());
        ObjectNode other = change(jwk("1", "RS256", RSA.getPublic()), jwk -> jwk.put("use", "enc"));

        assertThatThrownBy(() -> set.keys(json(one, other))).hasMessageContaining("twice");
        assertThatThrownBy(() -> set.keys("{\"keys\":[],\"keys\":[%s]}".formatted(one)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void verificationKey_thatDoesNotFit_throws() { // TOK-28
        for (String algorithm : List.of("ES256", "EdDSA", "HS256", "none", "rs256")) {
            assertThatThrownBy(() -> new VerificationKey("1", algorithm, RSA.getPublic()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private void assertNone(ObjectNode jwk) {
        assertThat(set.keys(json(jwk))).as(jwk.toString()).isEmpty();
    }

    private static ObjectNode change(ObjectNode jwk, Consumer<ObjectNode> change) {
        change.accept(jwk);
        return jwk;
    }

    private static String json(ObjectNode... keys) {
        return "{\"keys\":%s}".formatted(List.of(keys));
    }

    private static ObjectNode jwk(String id, String algorithm, PublicKey key) {
        ObjectNode jwk = plain(key);
        jwk.put("kid", id);
        jwk.put("alg", algorithm);
        return jwk;
    }

    private static ObjectNode plain(PublicKey key) {
        String json = key instanceof RSAPublicKey rsa
                ? Jwks.json(Jwks.builder().key(rsa).build())
                : key instanceof ECPublicKey ec
                        ? Jwks.json(Jwks.builder().key(ec).build())
                        : Jwks.json(Jwks.builder().octetKey(key).build());
        try {
            return (ObjectNode) MAPPER.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
