package dev.polyrpc.benchmark.server;

import dev.polyrpc.benchmark.stack.Security;
import dev.polyrpc.kit.identity.JwksKeySource;
import dev.polyrpc.kit.identity.TokenVerifier;
import dev.polyrpc.kit.identity.VerifierConfig;
import dev.polyrpc.kit.process.Closers;
import dev.polyrpc.kit.settings.Settings;
import dev.polyrpc.kit.tls.TlsIdentity;
import java.net.URI;
import java.nio.file.Path;

/**
 * Settings of a server of the benchmark, read once at start.
 *
 * @param database that it reads; empty path = one answer from memory, whatever is asked
 * @param next host:port of product management, or of what a relay asks; empty for who asks nobody
 * @param returns host:port of the return service; empty for who asks nobody
 */
public record ServerConfig(
        Kind kind,
        Security security,
        Path certificates,
        Path policy,
        Path database,
        URI tokenService,
        String next,
        String returns) {
    static final String PREFIX = "POLYRPC_BENCH_";
    private static final String ISSUER = "https://localhost:7490";
    private static final Path NONE = Path.of("");

    static ServerConfig from(Settings settings) {
        ServerConfig config = new ServerConfig(
                settings.choice("KIND", Kind.class, Kind.GRPC),
                settings.choice("SECURITY", Security.class, Security.PLAINTEXT),
                settings.path("CERTIFICATES", Path.of("certs/out")),
                settings.path("POLICY", Path.of("policy/policy.json")),
                settings.path("DATABASE", NONE),
                settings.uri("TOKEN_SERVICE", URI.create(ISSUER)),
                settings.text("NEXT", ""),
                settings.text("RETURNS", ""));
        settings.done();
        return config;
    }

    boolean fromMemory() {
        return database.equals(NONE);
    }

    /** Says which tokens are good for the process of that name; fetches the keys with its identity. */
    public TokenVerifier verifier(String process, TlsIdentity identity, Closers closers) {
        TokenVerifier verifier = TokenVerifier.create(
                new VerifierConfig(ISSUER, process + ".polyrpc.test"),
                JwksKeySource.create(tokenService.resolve("/.well-known/jwks.json"), identity));
        closers.push(verifier::close);
        return verifier;
    }
}
