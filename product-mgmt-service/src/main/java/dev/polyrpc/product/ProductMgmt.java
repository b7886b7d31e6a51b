package dev.polyrpc.product;

import dev.polyrpc.kit.call.Guard;
import dev.polyrpc.kit.grpc.SidecarSocket;
import dev.polyrpc.kit.identity.JwksKeySource;
import dev.polyrpc.kit.identity.TokenVerifier;
import dev.polyrpc.kit.identity.VerifierConfig;
import dev.polyrpc.kit.process.Closers;
import dev.polyrpc.kit.process.Running;
import dev.polyrpc.kit.settings.Settings;
import dev.polyrpc.kit.telemetry.AccessLog;
import dev.polyrpc.kit.telemetry.AdminServer;
import dev.polyrpc.kit.telemetry.Telemetry;
import dev.polyrpc.kit.tls.PeerPolicy;
import dev.polyrpc.kit.tls.TlsIdentity;
import dev.polyrpc.product.domain.Catalogue;
import dev.polyrpc.product.domain.Inventory;
import dev.polyrpc.product.domain.InventoryEvent;
import dev.polyrpc.product.domain.ProductStore;
import dev.polyrpc.product.outbound.jdbc.JdbcProductStore;
import dev.polyrpc.store.SqliteStore;
import dev.polyrpc.store.feed.Feed;
import dev.polyrpc.store.feed.Retention;
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

    private final Closers closers = new Closers();
    private final Servers servers;
    private final AdminServer admin;
    private final AtomicBoolean serving = new AtomicBoolean();

    private ProductMgmt(ProductMgmtConfig config, TlsIdentity identity, PeerPolicy peers, SqliteStore database)
            throws IOException {
        closers.push(database::close);
        try {
            Telemetry telemetry = Telemetry.start(NAME);
            closers.push(telemetry::close);
            closers.push(identity.follow(telemetry)::close);
            closers.push(peers.follow(telemetry)::close);
            JwksKeySource keys =
                    JwksKeySource.create(config.tokenService().resolve("/.well-known/jwks.json"), identity);
            TokenVerifier verifier = TokenVerifier.create(new VerifierConfig(config.issuer(), AUDIENCE), keys);
            closers.push(verifier::close);
            admin = AdminServer.start(
                    config.adminPort(),
                    telemetry,
                    Map.of(
                            "certificate",
                            identity::isValid,
                            "database",
                            database::isOpen,
                            "keys",
                            keys::ready,
                            "server",
                            serving::get),
                    identity::warning);
            closers.push(admin::close);
            Clock clock = Clock.tickMillis(ZoneOffset.UTC); // as exact as the database keeps times
            Feed<InventoryEvent> feed = Feed.open(database, JdbcProductStore.EVENTS);
            closers.push(feed::close);
            telemetry.gauge("polyrpc.watches", "Watches that are open", feed::watches);
            closers.push(Retention.start(database, JdbcProductStore.EVENTS, clock, config.eventRetention())::close);
            ProductStore products = new JdbcProductStore(database, feed, clock);
            servers = Servers.start(
                    config,
                    Guard.of(identity, peers, verifier)
                            .measuredBy(telemetry)
                            .accessLog(AccessLog.of(config.accessLog()))
                            .timeouts(config.requestTimeout(), config.drainTimeout()),
                    new Catalogue(products),
                    new Inventory(products));
            closers.push(servers::close);
            serving.set(true);
        } catch (IOException | RuntimeException | Error e) {
            closers.closeAfter(e);
            throw e;
        }
    }

    /** Starts the service; it serves once this returns. Refuses with every fault of the settings at once. */
    public static ProductMgmt start(Settings settings) throws IOException {
        ProductMgmtConfig config = ProductMgmtConfig.from(settings);
        TlsIdentity identity =
                settings.check("CERTIFICATES", () -> TlsIdentity.load(config.certificates(), NAME, config.profile()));
        PeerPolicy peers = settings.check("POLICY", () -> PeerPolicy.read(config.policy(), NAME));
        SqliteStore database =
                settings.check("DATABASE", () -> SqliteStore.open(config.database(), "classpath:db/product"));
        settings.check("GRPC_SOCKET", () -> SidecarSocket.prepare(config.grpcSocket()));
        settings.done();
        return new ProductMgmt(config, identity, peers, database);
    }

    @Override
    public Map<String, Integer> ports() {
        return servers.ports(admin.port());
    }

    @Override
    public void awaitTermination() throws InterruptedException {
        servers.awaitTermination();
    }

    @Override
    public void close() {
        if (!serving.compareAndSet(true, false)) {
            return;
        }
        closers.close();
    }
}
