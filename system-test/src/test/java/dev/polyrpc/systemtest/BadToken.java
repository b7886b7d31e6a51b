package dev.polyrpc.systemtest;

import dev.polyrpc.kit.testing.TestIssuer;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A token that must be refused, and how.
 *
 * @param row its id in the table of failures
 * @param shown the values of {@code authorization} for a wire
 */
record BadToken(String row, String what, Verdict verdict, BiFunction<TestIssuer, TokenWire, List<String>> shown) {
    /** A good token whose text is changed, or put in other places, afterwards. */
    static BadToken respelt(String row, String what, UnaryOperator<String> change) {
        return new BadToken(
                row,
                what,
                Verdict.TOKEN_INVALID,
                (issuer, wire) -> List.of("Bearer " + change.apply(good(issuer, wire))));
    }

    /** Values of the header made of a good token. */
    static BadToken header(String row, String what, String... forms) {
        return new BadToken(
                row,
                what,
                Verdict.TOKEN_INVALID,
                (issuer, wire) -> List.of(forms).stream()
                        .map(form -> form.formatted(good(issuer, wire)))
                        .toList());
    }

    /** A token whose JOSE header is changed before it is signed by the right key. */
    static BadToken jose(String row, String what, Consumer<Map<String, Object>> change) {
        return new BadToken(
                row,
                what,
                Verdict.TOKEN_INVALID,
                (issuer, wire) -> List.of("Bearer " + issuer.token(change, claims -> fill(claims, wire))));
    }

    /** A token whose claims are changed before it is signed by the right key. */
    static BadToken claims(String row, String what, Verdict verdict, Consumer<Map<String, Object>> change) {
        return new BadToken(
                row,
                what,
                verdict,
                (issuer, wire) -> List.of("Bearer "
                        + issuer.token(claims -> {
                            fill(claims, wire);
                            change.accept(claims);
                        })));
    }

    static BadToken claims(String row, String what, Consumer<Map<String, Object>> change) {
        return claims(row, what, Verdict.TOKEN_INVALID, change);
    }

    /** What the wire serves. */
    static String good(TestIssuer issuer, TokenWire wire) {
        return issuer.token(claims -> fill(claims, wire));
    }

    private static void fill(Map<String, Object> claims, TokenWire wire) {
        claims.put("aud", wire.audience() + ".polyrpc.test");
        claims.put("scope", wire.scope());
    }

    @Override
    public String toString() {
        return row + " " + what;
    }
}
