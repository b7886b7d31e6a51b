package dev.polyrpc.benchmark.server;

import dev.polyrpc.benchmark.stack.Security;
import dev.polyrpc.kit.settings.Settings;
import java.net.URI;
import java.nio.file.Path;

/**
 * Settings of a server of the benchmark, read once at start.
 *
 * @param database that it reads; empty path = one answer from memory, whatever is asked
 * @param next host:port of the server that a relay asks; empty for all others
 */
public record ServerConfig(
        Kind kind, Security security, Path certificates, Path database, URI tokenService, String next) {
    static final String PREFIX = "POLYRPC_BENCH_";
    private static final Path NONE = Path.of("");

    static ServerConfig from(Settings settings) {
        ServerConfig config = new ServerConfig(
                settings.choice("KIND", Kind.class, Kind.GRPC),
                settings.choice("SECURITY", Security.class, Security.PLAINTEXT),
                settings.path("CERTIFICATES", Path.of("certs/out")),
                settings.path("DATABASE", NONE),
                settings.uri("TOKEN_SERVICE", URI.create("https://localhost:7490")),
                settings.text("NEXT", ""));
        settings.done();
        return config;
    }

    boolean fromMemory() {
        return database.equals(NONE);
    }
}
