package dev.polyrpc.benchmark.stack;

import dev.polyrpc.kit.settings.Profile;
import dev.polyrpc.token.domain.DatedKey;
import dev.polyrpc.token.domain.Grant;
import dev.polyrpc.token.domain.KeySchedule;
import dev.polyrpc.token.outbound.file.SigningKeyFolder;
import dev.polyrpc.token.outbound.jose.JwtSigner;
import dev.polyrpc.token.outbound.jose.SigningKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/** Access tokens of as many subjects as a run wants, as the token service signs them. Safe for use by many threads. */
public final class SubjectTokens {
    /** The longest that any service believes. */
    public static final Duration LIFETIME = Duration.ofMinutes(10);

    private static final String ISSUER = "https://localhost:7490"; // what a service believes by default
    private static final String PRODUCT_MGMT = "product-mgmt.polyrpc.test";
    private static final String GATEWAY = "gateway.polyrpc.test";

    private final JwtSigner signer;

    private SubjectTokens(JwtSigner signer) {
        this.signer = signer;
    }

    /** Signs with the key that the running token service publishes. */
    static SubjectTokens of(Path signingKeys) throws IOException {
        List<DatedKey> keys =
                SigningKeyFolder.open(signingKeys, Profile.DEVELOPMENT).read();
        return new SubjectTokens(new JwtSigner(
                ISSUER, new SigningKeys(new KeySchedule(keys, Duration.ofMinutes(1)), Clock.systemUTC())));
    }

    /** A token for each of so many readers. */
    public List<String> readers(int count) {
        return IntStream.range(0, count)
                .mapToObj(n ->
                        token(PRODUCT_MGMT, "subject-%04d".formatted(n), Set.of("product:read"), Set.of("customer")))
                .toList();
    }

    /** A token for each of so many subjects, as they show it to the gateway. */
    public List<String> forGateway(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> token(GATEWAY, "subject-%04d".formatted(n), Set.of("product:read"), Set.of("customer")))
                .toList();
    }

    /** A token for each of so many subjects that see all, as they show it to the gateway. */
    public List<String> queries(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> token(
                        GATEWAY, "subject-%04d".formatted(n), Set.of("product:read", "returns:read"), Set.of("staff")))
                .toList();
    }

    /** A token for each of so many subjects that may change stock, as they show it to the gateway. */
    public List<String> writersForGateway(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> token(
                        GATEWAY, "subject-%04d".formatted(n), Set.of("product:read", "stock:adjust"), Set.of("staff")))
                .toList();
    }

    /** A token for each of so many subjects that may change stock. */
    public List<String> writers(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> token(
                        PRODUCT_MGMT,
                        "subject-%04d".formatted(n),
                        Set.of("product:read", "product:write", "stock:adjust"),
                        Set.of("staff")))
                .toList();
    }

    /** A token that may change the catalogue and its stock. */
    public String writer() {
        return token(
                PRODUCT_MGMT, "warehouse", Set.of("product:read", "product:write", "stock:adjust"), Set.of("staff"));
    }

    /** A token of a customer who sends goods back. */
    public String returner() {
        return token(
                "return.polyrpc.test", "subject-0000", Set.of("returns:read", "returns:write"), Set.of("customer"));
    }

    /** A token that sees all of a service, for example {@code return}. */
    public String auditor(String service) {
        return token(service + ".polyrpc.test", "auditor", Set.of("product:read", "returns:read"), Set.of("staff"));
    }

    private String token(String audience, String subject, Set<String> scopes, Set<String> roles) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        return signer.sign(new Grant(
                UUID.randomUUID().toString(),
                subject,
                "gateway",
                audience,
                scopes,
                roles,
                List.of("gateway"),
                now,
                now.plus(LIFETIME),
                null));
    }
}
