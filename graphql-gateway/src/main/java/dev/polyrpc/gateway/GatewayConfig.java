package dev.polyrpc.gateway;

import dev.polyrpc.gateway.document.DocumentLimits;
import dev.polyrpc.gateway.document.TrustedDocuments;
import dev.polyrpc.gateway.graph.CursorKey;
import dev.polyrpc.gateway.request.ClientLimits;
import dev.polyrpc.kit.call.Wire;
import dev.polyrpc.kit.identity.IssuerProfiles;
import dev.polyrpc.kit.settings.Profile;
import dev.polyrpc.kit.settings.Settings;
import dev.polyrpc.kit.telemetry.AccessLog;
import dev.polyrpc.kit.tls.PeerPolicy;
import dev.polyrpc.kit.tls.TlsIdentity;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Settings of the gateway, read once at start. */
public record GatewayConfig(
        int httpsPort,
        int adminPort,
        TlsIdentity identity,
        PeerPolicy policy,
        Profile profile,
        URI tokenService,
        String issuer,
        IssuerProfiles issuers,
        Wire productWire,
        String productMgmtAddress,
        String productMgmtThriftAddress,
        Duration productMgmtTimeout,
        int productMgmtCalls,
        String returnAddress,
        Duration returnTimeout,
        int returnCalls,
        Duration requestTimeout,
        Duration drainTimeout,
        Duration heartbeat,
        Duration slowSubscriberTimeout,
        DocumentLimits documents,
        TrustedDocuments trusted,
        ClientLimits clients,
        CursorKey cursorKey,
        int maxStaleProducts,
        AccessLog.Mode accessLog) {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayConfig.class);

    /** What the names of the gateway's settings begin with. */
    public static final String PREFIX = "POLYRPC_GATEWAY_";

    private static final Duration LEAST_TIME = Duration.ofMillis(10);
    private static final Duration MOST_TIME = Duration.ofMinutes(5);

    private static final Duration SHORTEST = Duration.ofMillis(100);

    /** A connection on which nothing moves for a minute is closed. */
    private static final Duration LONGEST = Duration.ofSeconds(40);

    /** Half of what a backend takes of one connection. */
    private static final int MOST_CALLS = 256;

    /** Reads the settings; throws with every fault at once. */
    public static GatewayConfig from(Settings settings) {
        Profile profile = settings.profile();
        Path certificates = settings.path("CERTIFICATES", Path.of("certs/out"));
        Path policy = settings.path("POLICY", Path.of("policy/policy.json"));
        String issuer = settings.text("ISSUER", "https://localhost:7490");
        GatewayConfig config = new GatewayConfig(
                settings.port("HTTPS_PORT", 7480),
                settings.port("ADMIN_PORT", 7580),
                settings.check("CERTIFICATES", () -> TlsIdentity.load(certificates, "gateway", profile)),
                settings.check("POLICY", () -> PeerPolicy.readDenied(policy)),
                profile,
                settings.uri("TOKEN_SERVICE", URI.create("https://localhost:7490")),
                issuer,
                IssuerProfiles.from(settings, issuer),
                settings.choice("PRODUCT_WIRE", Wire.class, Wire.GRPC),
                settings.text("PRODUCT_MGMT_ADDRESS", "localhost:7401"),
                settings.text("PRODUCT_MGMT_THRIFT_ADDRESS", "localhost:7411"),
                settings.duration("PRODUCT_MGMT_TIMEOUT", Duration.ofSeconds(5), LEAST_TIME, MOST_TIME),
                settings.number("MAX_PRODUCT_MGMT_CALLS", MOST_CALLS, 1, 10_000),
                settings.text("RETURN_ADDRESS", "localhost:7402"),
                settings.duration("RETURN_TIMEOUT", Duration.ofSeconds(5), LEAST_TIME, MOST_TIME),
                settings.number("MAX_RETURN_CALLS", MOST_CALLS, 1, 10_000),
                settings.duration("REQUEST_TIMEOUT", Duration.ofSeconds(30), LEAST_TIME, MOST_TIME),
                settings.duration("DRAIN_TIMEOUT", Duration.ofSeconds(10), LEAST_TIME, MOST_TIME),
                settings.duration("HEARTBEAT", Duration.ofSeconds(10), SHORTEST, LONGEST),
                settings.duration("SLOW_SUBSCRIBER_TIMEOUT", Duration.ofSeconds(30), SHORTEST, LONGEST),
                DocumentLimits.from(settings, profile),
                TrustedDocuments.from(settings, profile),
                ClientLimits.from(settings),
                cursorKey(settings, profile),
                settings.number("MAX_STALE_PRODUCTS", 10_000, 0, 1_000_000),
                settings.choice("ACCESS_LOG", AccessLog.Mode.class, AccessLog.Mode.SAMPLED));
        settings.done();
        return config;
    }

    private static CursorKey cursorKey(Settings settings, Profile profile) {
        Path file = settings.pathIfSet("CURSOR_KEY");
        if (file == null && profile == Profile.PRODUCTION) {
            LOG.warn(
                    "POLYRPC_GATEWAY_CURSOR_KEY is not set: no other gateway takes this one's cursors, nor will the next");
        }
        return file == null ? CursorKey.random() : settings.check("CURSOR_KEY", () -> CursorKey.read(file, profile));
    }
}
