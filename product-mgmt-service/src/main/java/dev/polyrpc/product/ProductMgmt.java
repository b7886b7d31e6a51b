package dev.polyrpc.product;

import dev.polyrpc.kit.grpc.GrpcServer;
import dev.polyrpc.kit.identity.JwksKeySource;
import dev.polyrpc.kit.identity.TokenVerifier;
import dev.polyrpc.kit.identity.VerifierConfig;
import dev.polyrpc.kit.process.Running;
import dev.polyrpc.kit.settings.Settings;
import dev.polyrpc.kit.telemetry.AccessLog;
import dev.polyrpc.kit.telemetry.AdminServer;
import dev.polyrpc.kit.telemetry.Telemetry;
import dev.polyrpc.kit.tls.TlsIdentity;
import dev.polyrpc.product.domain.Catalogue;
import dev.polyrpc.product.domain.Inventory;
import dev.polyrpc.product.domain.ProductStore;
import dev.polyrpc.product.inbound.grpc.ProductGrpcService;
import dev.polyrpc.product.outbound.jdbc.JdbcProductStore;
import dev.polyrpc.store.SqliteStore;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** The service that owns products and their stock, wired and started. Safe for use by many threads. */
public final class ProductMgmt implements Running {
    static final String NAME = "product-mgmt";
    static final String PREFIX = "POLYRPC_PRODUCT_MGMT_";
    private static final String AUDIENCE = NAME + ".polyrpc.test";

    private final SqliteStore database;
    private final Telemetry telemetry;
    private final TokenVerifier verifier;
    private final GrpcServer server;
    private final AdminServer admin;
    private final AtomicBoolean serving = new AtomicBoolean(true);

    private ProductMgmt(ProductMgmtConfig config, TlsIdentity identity, SqliteStore database) throws IOException {
        this.database = database;
        Clock clock = Clock.tickMillis(ZoneOffset.UTC); // as exact as the database keeps times
        ProductStore products = new JdbcProductStore(database, clock);
        telemetry = Telemetry.start(NAME);
        JwksKeySource keys = JwksKeySource.create(config.tokenService().resolve("/.well-known/jwks.json"), identity);
        verifier = TokenVerifier.create(new VerifierConfig(config.issuer(), AUDIENCE), keys);
        server = GrpcServer.builder(config.grpcPort(), identity)
                .verifier(verifier)
                .telemetry(telemetry)
                .add(new ProductGrpcService(new Catalogue(products), new Inventory(products)))
                .blocking(ProductGrpcService.blocking())
                .requestTimeout(config.requestTimeout())
                .drainTimeout(config.drainTimeout())
                .accessLog(AccessLog.of(config.accessLog()))
                .profile(config.profile())
                .start();
        admin = AdminServer.start(
                config.adminPort(),
                telemetry,
                Map.of("database", database::isOpen, "keys", keys::ready, "server", serving::get));
    }

    /** Starts the service; it serves once this returns. Refuses with every fault of the settings at once. */
    public static ProductMgmt start(Settings settings) throws IOException {
        ProductMgmtConfig config = ProductMgmtConfig.from(settings);
        TlsIdentity identity =
                settings.check("CERTIFICATES", () -> TlsIdentity.load(config.certificates(), NAME, config.profile()));
        SqliteStore database =
                settings.check("DATABASE", () -> SqliteStore.open(config.database(), "classpath:db/product"));
        settings.done();
        return new ProductMgmt(config, identity, database);
    }

    @Override
    public Map<String, Integer> ports() {
        return Map.of("grpc", server.port(), "admin", admin.port());
    }

    @Override
    public void awaitTermination() throws InterruptedException {
        server.awaitTermination();
    }

    @Override
    public void close() {
        if (!serving.compareAndSet(true, false)) {
            return;
        }
        server.close();
        verifier.close();
        database.close();
        admin.close();
        telemetry.close();
    }
}
