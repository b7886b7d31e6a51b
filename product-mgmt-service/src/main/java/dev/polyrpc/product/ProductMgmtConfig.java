package dev.polyrpc.product;

import dev.polyrpc.kit.settings.Profile;
import dev.polyrpc.kit.settings.Settings;
import dev.polyrpc.kit.telemetry.AccessLog;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Settings of the service, read once at start. */
record ProductMgmtConfig(
        int grpcPort,
        @Nullable Path grpcSocket,
        int thriftPort,
        int adminPort,
        Path certificates,
        Path policy,
        Path database,
        URI tokenService,
        String issuer,
        Duration requestTimeout,
        Duration drainTimeout,
        Duration eventRetention,
        int subjectStreams,
        AccessLog.Mode accessLog,
        Profile profile) {
    private static final URI TOKEN_SERVICE = URI.create("https://localhost:7490");

    static ProductMgmtConfig from(Settings settings) {
        return new ProductMgmtConfig(
                settings.port("GRPC_PORT", 7401),
                settings.pathIfSet("GRPC_SOCKET"),
                settings.port("THRIFT_PORT", 7411),
                settings.port("ADMIN_PORT", 7501),
                settings.path("CERTIFICATES", Path.of("certs/out")),
                settings.path("POLICY", Path.of("policy/policy.json")),
                settings.path("DATABASE", Path.of("run/product-mgmt.db")),
                settings.uri("TOKEN_SERVICE", TOKEN_SERVICE),
                settings.text("ISSUER", TOKEN_SERVICE.toString()),
                settings.duration("REQUEST_TIMEOUT", Duration.ofSeconds(30)),
                settings.duration("DRAIN_TIMEOUT", Duration.ofSeconds(10)),
                settings.duration("EVENT_RETENTION", Duration.ofDays(90)),
                settings.number("MAX_SUBJECT_STREAMS", 200, 1, 10_000),
                settings.choice("ACCESS_LOG", AccessLog.Mode.class, AccessLog.Mode.SAMPLED),
                settings.profile());
    }
}
