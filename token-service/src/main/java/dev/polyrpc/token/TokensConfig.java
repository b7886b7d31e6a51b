package dev.polyrpc.token;

import dev.polyrpc.kit.identity.IssuerProfiles;
import dev.polyrpc.kit.identity.JwksKeySource;
import dev.polyrpc.kit.settings.Profile;
import dev.polyrpc.kit.settings.Settings;
import dev.polyrpc.kit.telemetry.AccessLog;
import dev.polyrpc.kit.tls.PeerPolicy;
import dev.polyrpc.kit.tls.TlsIdentity;
import dev.polyrpc.token.domain.Policy;
import dev.polyrpc.token.outbound.file.RevocationFile;
import dev.polyrpc.token.outbound.file.SecretsFile;
import dev.polyrpc.token.outbound.file.SigningKeyFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/** Settings of the token service, read once at start. */
public record TokensConfig(
        int httpsPort,
        int adminPort,
        TlsIdentity identity,
        PeerPolicy peers,
        Supplier<Policy> policy,
        SecretsFile secrets,
        SigningKeyFolder signingKeys,
        Duration signingKeyLead,
        Path revocations,
        String issuer,
        IssuerProfiles otherIssuers,
        Duration tokenLifetime,
        Duration requestTimeout,
        Duration drainTimeout,
        AccessLog.Mode accessLog) {
    /** What the names of the token service's settings begin with. */
    public static final String PREFIX = "POLYRPC_TOKEN_";

    private static final Duration LONGEST_LIFETIME = Duration.ofMinutes(10); // no verifier takes more

    /** Reads the settings; throws with every fault at once. */
    public static TokensConfig from(Settings settings) {
        Profile profile = settings.profile();
        Path certificates = settings.path("CERTIFICATES", Path.of("certs/out"));
        Path policy = settings.path("POLICY", Path.of("policy/policy.json"));
        Path secrets = settings.path("CLIENT_SECRETS", Path.of("certs/out/clients.sha256"));
        Path signingKeys = signingKeys(settings);
        Path revocations = settings.path("REVOCATIONS", Path.of("run/token-revocations"));
        LivePolicy live = new LivePolicy();
        String issuer = settings.text("ISSUER", "https://localhost:7490");
        Duration lifetime = settings.duration("LIFETIME", Duration.ofMinutes(5));
        Duration lead = settings.duration("SIGNING_KEY_LEAD", Duration.ofMinutes(1));
        TokensConfig config = new TokensConfig(
                settings.port("HTTPS_PORT", 7490),
                settings.port("ADMIN_PORT", 7590),
                settings.check("CERTIFICATES", () -> TlsIdentity.load(certificates, "token", profile)),
                settings.check("POLICY", () -> PeerPolicy.read(policy, "token", live::read)),
                live,
                settings.check("CLIENT_SECRETS", () -> SecretsFile.read(secrets)),
                settings.check("SIGNING_KEYS", () -> checked(SigningKeyFolder.open(signingKeys, profile))),
                settings.check("SIGNING_KEY_LEAD", () -> requireLead(lead)),
                settings.check("REVOCATIONS", () -> checkedRevocations(revocations)),
                issuer,
                IssuerProfiles.from(settings, issuer),
                settings.check("LIFETIME", () -> requireLifetime(lifetime)),
                settings.duration("REQUEST_TIMEOUT", Duration.ofSeconds(30)),
                settings.duration("DRAIN_TIMEOUT", Duration.ofSeconds(10)),
                settings.choice("ACCESS_LOG", AccessLog.Mode.class, AccessLog.Mode.SAMPLED));
        settings.done();
        return config;
    }

    static Path signingKeys(Settings settings) {
        return settings.path("SIGNING_KEYS", Path.of("run/token-signing-keys"));
    }

    /** Read before any port is open, and its faults named with those of the other settings. */
    private static SigningKeyFolder checked(SigningKeyFolder folder) throws IOException {
        folder.read();
        return folder;
    }

    private static Path checkedRevocations(Path file) throws IOException {
        RevocationFile.check(file);
        return file;
    }

    /** A new key must be known to every verifier before it signs. */
    private static Duration requireLead(Duration lead) {
        if (lead.compareTo(JwksKeySource.REFRESH) <= 0) {
            throw new IllegalArgumentException(
                    "%s (expected: longer than 30s, in which verifiers learn of a new key)".formatted(lead));
        }
        return lead;
    }

    private static Duration requireLifetime(Duration lifetime) {
        if (lifetime.compareTo(LONGEST_LIFETIME) > 0) {
            throw new IllegalArgumentException("%s (expected: at most 10m)".formatted(lifetime));
        }
        return lifetime;
    }
}
