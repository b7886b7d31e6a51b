package dev.polyrpc.kit.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.SignatureAlgorithm;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenHeaderTest {
    private final VerifierFixture verifier = new VerifierFixture();
    private final Forge forge = verifier.forge;

    @AfterEach
    void stop() {
        verifier.close();
    }

    @Test
    void verify_algNone_isRefused() { // TOK-4
        for (String alg : List.of("none", "None", "NONE", "")) {
            String unsigned = unsigned(alg);
            verifier.assertRefused(unsigned + ".", "TOKEN_INVALID");
            verifier.assertRefused(unsigned + "." + signatureOf(forge.good()), "TOKEN_INVALID");
        }
    }

    @Test
    void verify_hmacWithThePublicKey_isRefused() throws GeneralSecurityException { // TOK-5
        byte[] der = forge.pair.getPublic().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n"
                .formatted(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der));
        for (byte[] secret : List.of(der, pem.getBytes(StandardCharsets.US_ASCII))) {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            String input = unsigned("HS256");
            verifier.assertRefused(
                    input + "." + Forge.encode(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII))),
                    "TOKEN_INVALID");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES384", "ES512", "RS256", "PS256", "EdDSA", "HS256", "es256", "ES256K"})
    void verify_algorithmOtherThanTheKeys_isRefused(String algorithm) { // TOK-6
        verifier.assertRefused(forge.withHeader(header -> header.put("alg", algorithm)), "TOKEN_INVALID");
    }

    @Test
    void verify_otherAlgorithmThatTheKeyCouldDo_isRefused() { // TOK-6
        KeyPair rsa = Jwts.SIG.RS256.keyPair().build();
        KeySource keys = KeySource.of(new VerificationKey("rsa", "RS256", rsa.getPublic()));
        try (TokenVerifier ofRsa = TokenVerifier.create(VerifierFixture.CONFIG, keys, VerifierFixture.clock())) {
            for (SignatureAlgorithm other : List.of(Jwts.SIG.PS256, Jwts.SIG.RS384)) {
                VerifierFixture.assertRefused(ofRsa, signed(rsa, other), "TOKEN_INVALID");
            }
            String own = signed(rsa, Jwts.SIG.RS256);
            assertThat(ofRsa.verify(own).toCompletableFuture().join().subject()).isEqualTo("alice");
        }
    }

    /** The forge's good claims under another key. */
    private String signed(KeyPair pair, SignatureAlgorithm algorithm) {
        return Jwts.builder()
                .header()
                .type("at+jwt")
                .keyId("rsa")
                .and()
                .content(Jws.parse(forge.good()).payload())
                .signWith(pair.getPrivate(), algorithm)
                .compact();
    }

    @Test
    void verify_keyIdHostile_isRefused() { // TOK-7
        for (Object keyId :
                List.of("key-2", "", "../../etc/passwd", "' or 1=1 --", "k".repeat(200), 7, List.of("key-1"))) {
            verifier.assertRefused(forge.withHeader(header -> header.put("kid", keyId)), "TOKEN_INVALID");
        }
        verifier.assertRefused(forge.withHeader(header -> header.remove("kid")), "TOKEN_INVALID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jwk", "jku", "x5u", "x5c", "x5t", "cty"})
    void verify_keyInTheHeader_isRefused(String name) { // TOK-8
        verifier.assertRefused(forge.withHeader(header -> header.put(name, "https://evil.test/")), "TOKEN_INVALID");
    }

    @Test
    void verify_critical_isRefused() { // TOK-9
        verifier.assertRefused(forge.withHeader(header -> header.put("crit", List.of("exp"))), "TOKEN_INVALID");
        verifier.assertRefused(forge.withHeader(header -> header.put("crit", List.of())), "TOKEN_INVALID");
        verifier.assertRefused(forge.withHeader(header -> header.put("b64", false)), "TOKEN_INVALID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DEF", "GZIP"})
    void verify_compressed_isRefused(String zip) { // TOK-10
        verifier.assertRefused(forge.withHeader(header -> header.put("zip", zip)), "TOKEN_INVALID");
    }

    @Test
    void verify_otherType_isRefused() { // TOK-11
        for (Object type : List.of("JWT", "jwt", "", "at+jwt ", "id+jwt", "logout+jwt", 1)) {
            verifier.assertRefused(forge.withHeader(header -> header.put("typ", type)), "TOKEN_INVALID");
        }
        verifier.assertRefused(forge.withHeader(header -> header.remove("typ")), "TOKEN_INVALID");
        assertThat(verifier.verify(forge.withHeader(header -> header.put("typ", "application/at+jwt")))
                        .subject())
                .isEqualTo("alice");
    }

    @ParameterizedTest
    @MethodSource("respellings")
    void verify_otherSpelling_isRefused(Respelling respelling) { // TOK-20
        verifier.assertRefused(respelling.of(forge.good()), "TOKEN_INVALID");
    }

    static Stream<Respelling> respellings() {
        return Stream.of(
                token -> token + "=",
                token -> token + "==",
                token -> token + "\n",
                token -> " " + token,
                token -> token.replaceFirst("\\.", ".\r\n"),
                token -> token.replaceFirst("\\.", "=."),
                token -> token + ".",
                token -> "." + token,
                token -> token + "." + signatureOf(token),
                token -> token.substring(0, token.lastIndexOf('.')),
                token -> token.substring(0, token.length() - 1),
                token -> token.substring(0, token.lastIndexOf('.') + 1),
                TokenHeaderTest::withSpareBit,
                token -> token.replace('.', ','),
                token -> "",
                token -> "..",
                token -> token + "A".repeat(8000));
    }

    private String unsigned(String alg) {
        String token = forge.withHeader(header -> header.put("alg", alg));
        return token.substring(0, token.lastIndexOf('.'));
    }

    private static String signatureOf(String token) {
        return token.substring(token.lastIndexOf('.') + 1);
    }

    /** The last character of 64 bytes in base64 holds 4 bits that decode to nothing. */
    private static String withSpareBit(String token) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = alphabet.indexOf(token.charAt(token.length() - 1));
        String respelt = token.substring(0, token.length() - 1) + alphabet.charAt(last + 1);
        byte[] one = Base64.getUrlDecoder().decode(signatureOf(token).getBytes(StandardCharsets.US_ASCII));
        byte[] two = Base64.getUrlDecoder().decode(signatureOf(respelt).getBytes(StandardCharsets.US_ASCII));
        assertThat(Arrays.equals(one, two)).isTrue();
        return respelt;
    }

    interface Respelling {
        String of(String token);
    }
}
