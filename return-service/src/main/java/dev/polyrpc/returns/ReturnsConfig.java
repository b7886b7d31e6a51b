package dev.polyrpc.returns;

import dev.polyrpc.kit.call.Wire;
import dev.polyrpc.kit.settings.Profile;
import dev.polyrpc.kit.settings.Settings;
import dev.polyrpc.kit.telemetry.AccessLog;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Settings of the service, read once at start. */
record ReturnsConfig(
        int grpcPort,
        @Nullable Path grpcSocket,
        int thriftPort,
        int adminPort,
        Path certificates,
        Path policy,
        Path database,
        URI tokenService,
        String issuer,
        Wire productWire,
        String productMgmtAddress,
        String productMgmtThriftAddress,
        Duration requestTimeout,
        Duration itemTimeout,
        Duration drainTimeout,
        Duration eventRetention,
        int subjectStreams,
        Duration sagaInterval,
        AccessLog.Mode accessLog,
        Profile profile) {
    private static final URI TOKEN_SERVICE = URI.create("https://localhost:7490");

    static ReturnsConfig from(Settings settings) {
        return new ReturnsConfig(
                settings.port("GRPC_PORT", 7402),
                settings.pathIfSet("GRPC_SOCKET"),
                settings.port("THRIFT_PORT", 7412),
                settings.port("ADMIN_PORT", 7502),
                settings.path("CERTIFICATES", Path.of("certs/out")),
                settings.path("POLICY", Path.of("policy/policy.json")),
                settings.path("DATABASE", Path.of("run/return.db")),
                settings.uri("TOKEN_SERVICE", TOKEN_SERVICE),
                settings.text("ISSUER", TOKEN_SERVICE.toString()),
                settings.choice("PRODUCT_WIRE", Wire.class, Wire.GRPC),
                settings.text("PRODUCT_MGMT_ADDRESS", "localhost:7401"),
                settings.text("PRODUCT_MGMT_THRIFT_ADDRESS", "localhost:7411"),
                settings.duration("REQUEST_TIMEOUT", Duration.ofSeconds(30)),
                settings.duration("ITEM_TIMEOUT", Duration.ofSeconds(2)),
                settings.duration("DRAIN_TIMEOUT", Duration.ofSeconds(10)),
                settings.duration("EVENT_RETENTION", Duration.ofDays(90)),
                settings.number("MAX_SUBJECT_STREAMS", 200, 1, 10_000),
                settings.duration("SAGA_INTERVAL", Duration.ofSeconds(1)),
                settings.choice("ACCESS_LOG", AccessLog.Mode.class, AccessLog.Mode.SAMPLED),
                settings.profile());
    }
}
