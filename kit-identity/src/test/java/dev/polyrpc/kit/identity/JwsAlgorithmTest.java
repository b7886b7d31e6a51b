package dev.polyrpc.kit.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.primitives.Bytes;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Jwks;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class JwsAlgorithmTest {
    static Stream<Arguments> algorithms() {
        KeyPair rsa = Jwts.SIG.RS256.keyPair().build();
        KeyPair ec = Jwts.SIG.ES256.keyPair().build();
        KeyPair ed = Jwks.CRV.Ed25519.keyPair().build();
        return Stream.of(
                Arguments.of("ES256", ec, signed(ec.getPrivate(), Jwts.SIG.ES256)),
                Arguments.of("EdDSA", ed, signed(ed.getPrivate(), Jwts.SIG.EdDSA)),
                Arguments.of("RS256", rsa, signed(rsa.getPrivate(), Jwts.SIG.RS256)),
                Arguments.of("PS256", rsa, signed(rsa.getPrivate(), Jwts.SIG.PS256)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("algorithms")
    void verifies_signatureOfAnotherLibrary_andNothingElse(String name, KeyPair pair, String token) {
        VerificationKey key = new VerificationKey("k", name, pair.getPublic());
        JwsAlgorithm algorithm = JwsAlgorithm.of(name);
        Jws jws = Jws.parse(token);
        byte[] signature = jws.signature();

        key.requireSigned(jws);
        assertThat(algorithm.verifies(key.key(), jws.signingInput(), signature)).isTrue();
        assertThat(algorithm.verifies(key.key(), jws.payload(), signature)).isFalse();
        assertThat(algorithm.verifies(key.key(), jws.signingInput(), new byte[signature.length]))
                .isFalse();
        assertThat(algorithm.verifies(key.key(), jws.signingInput(), new byte[0]))
                .isFalse();
        for (int i = 0; i < signature.length; i += 7) {
            byte[] flipped = signature.clone();
            flipped[i] ^= 1;
            assertThat(algorithm.verifies(key.key(), jws.signingInput(), flipped))
                    .isFalse();
        }
        byte[] longer = java.util.Arrays.copyOf(signature, signature.length + 1);
        assertThat(algorithm.verifies(key.key(), jws.signingInput(), longer)).isFalse();
    }

    /** A run without BouncyCastle says so, and is one. */
    @Test
    void signature_isComputedByWhomThisRunIsMeantFor() throws GeneralSecurityException {
        assertThat(SignatureProvider.signature("Ed25519").getProvider().getName())
                .isEqualTo(System.getProperty("polyrpc.test.signatures", "BC"));
    }

    @ParameterizedTest
    @CsvSource({"0,0", "0,1", "1,0", "n,1", "1,n", "n,n", "n+1,1"})
    void inRange_numbersThatNoSignatureHas_areNot(String r, String s) {
        assertThat(JwsAlgorithm.inRange(signature(r, s))).isFalse();
    }

    @Test
    void inRange_leastAndMost_are() {
        assertThat(JwsAlgorithm.inRange(signature("1", "n-1"))).isTrue();
        assertThat(JwsAlgorithm.inRange(signature("n-1", "1"))).isTrue();
    }

    private static byte[] signature(String r, String s) {
        return Bytes.concat(half(r), half(s));
    }

    private static byte[] half(String number) {
        BigInteger order = new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
        BigInteger value = switch (number) {
            case "n-1" -> order.subtract(BigInteger.ONE);
            case "n" -> order;
            case "n+1" -> order.add(BigInteger.ONE);
            default -> new BigInteger(number);
        };
        return HexFormat.of().parseHex("%064x".formatted(value));
    }

    private static String signed(PrivateKey key, io.jsonwebtoken.security.SignatureAlgorithm algorithm) {
        return Jwts.builder()
                .header()
                .keyId("k")
                .and()
                .content("{}".getBytes(StandardCharsets.UTF_8))
                .signWith(key, algorithm)
                .compact();
    }
}
