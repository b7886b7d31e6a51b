package dev.polyrpc.returns;

import dev.polyrpc.kit.call.Guard;
import dev.polyrpc.kit.grpc.SidecarSocket;
import dev.polyrpc.kit.identity.JwksKeySource;
import dev.polyrpc.kit.identity.TokenClient;
import dev.polyrpc.kit.identity.TokenVerifier;
import dev.polyrpc.kit.identity.VerifierConfig;
import dev.polyrpc.kit.process.Closers;
import dev.polyrpc.kit.process.DaemonThreads;
import dev.polyrpc.kit.process.Running;
import dev.polyrpc.kit.settings.Settings;
import dev.polyrpc.kit.telemetry.AccessLog;
import dev.polyrpc.kit.telemetry.AdminServer;
import dev.polyrpc.kit.telemetry.Telemetry;
import dev.polyrpc.kit.tls.PeerPolicy;
import dev.polyrpc.kit.tls.TlsIdentity;
import dev.polyrpc.returns.domain.ReturnCommands;
import dev.polyrpc.returns.domain.ReturnEvent;
import dev.polyrpc.returns.domain.ReturnQueries;
import dev.polyrpc.returns.domain.ReturnSaga;
import dev.polyrpc.returns.domain.ReturnStore;
import dev.polyrpc.returns.domain.SagaTimer;
import dev.polyrpc.returns.outbound.jdbc.JdbcReturnStore;
import dev.polyrpc.store.SqliteStore;
import dev.polyrpc.store.UuidV7;
import dev.polyrpc.store.feed.Feed;
import dev.polyrpc.store.feed.Retention;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The service that owns returns, wired and started. Safe for use by many threads. */
public final class Returns implements Running {
    static final String NAME = "return";
    static final String PREFIX = "POLYRPC_RETURN_";
    private static final int STEP_THREADS = 2;
    private static final int MOST_STEPS_WAITING = 1024;
    private static final Logger LOG = LoggerFactory.getLogger(Returns.class);

    private final ReturnsConfig config;
    private final Clock clock =
            Clock.tickMillis(ZoneOffset.UTC); // what the database keeps, so that answers repeat exactly
    private final Closers closers = new Closers();
    private final ProductLink productMgmt;
    private final ExecutorService steps = new ThreadPoolExecutor(
            STEP_THREADS,
            STEP_THREADS,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_STEPS_WAITING),
            DaemonThreads.named("steps")); // the timer does later what finds no place
    private final ReturnSaga saga;
    private final Servers servers;
    private final AdminServer admin;
    private final AtomicBoolean serving = new AtomicBoolean();

    private Returns(ReturnsConfig config, TlsIdentity identity, PeerPolicy peers, SqliteStore database)
            throws IOException {
        this.config = config;
        closers.push(database::close);
        try {
            Telemetry telemetry = Telemetry.start(NAME);
            closers.push(telemetry::close);
            closers.push(identity.follow(telemetry)::close);
            closers.push(peers.follow(telemetry)::close);
            JwksKeySource keys =
                    JwksKeySource.create(config.tokenService().resolve("/.well-known/jwks.json"), identity);
            TokenVerifier verifier =
                    TokenVerifier.create(new VerifierConfig(config.issuer(), NAME + ".polyrpc.test"), keys);
            closers.push(verifier::close);
            closers.push(steps::shutdown);
            TokenClient tokens = TokenClient.create(config.tokenService(), NAME, identity);
            productMgmt = ProductLink.open(config, identity, peers, telemetry, tokens);
            closers.push(productMgmt::close);
            Feed<ReturnEvent> feed = Feed.open(database, JdbcReturnStore.EVENTS);
            closers.push(feed::close);
            telemetry.gauge("polyrpc.watches", "Watches that are open", feed::watches);
            closers.push(Retention.start(database, JdbcReturnStore.EVENTS, clock, config.eventRetention())::close);
            ReturnStore store = new JdbcReturnStore(database, feed, clock);
            ReturnMetrics metrics = new ReturnMetrics(telemetry.meter(), store, clock);
            closers.push(metrics::close);
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
                            ProductLink.PEER,
                            productMgmt.ready(),
                            "server",
                            serving::get),
                    identity::warning);
            closers.push(admin::close);
            saga = new ReturnSaga(store, productMgmt.stock(), clock, config.sagaInterval(), steps);
            startTimer(store);
            servers = Servers.start(
                    config,
                    Guard.of(identity, peers, verifier)
                            .measuredBy(telemetry)
                            .accessLog(AccessLog.of(config.accessLog()))
                            .timeouts(config.requestTimeout(), config.drainTimeout()),
                    commands(store),
                    new ReturnQueries(store));
            closers.push(servers::close);
            serving.set(true);
        } catch (IOException | RuntimeException | Error e) {
            closers.closeAfter(e);
            throw e;
        }
    }

    /** Starts the service, and with it whatever a process before it has left undone. */
    public static Returns start(Settings settings) throws IOException {
        ReturnsConfig config = ReturnsConfig.from(settings);
        TlsIdentity identity =
                settings.check("CERTIFICATES", () -> TlsIdentity.load(config.certificates(), NAME, config.profile()));
        PeerPolicy peers = settings.check("POLICY", () -> PeerPolicy.read(config.policy(), NAME));
        SqliteStore database =
                settings.check("DATABASE", () -> SqliteStore.open(config.database(), "classpath:db/return"));
        settings.check("GRPC_SOCKET", () -> SidecarSocket.prepare(config.grpcSocket()));
        settings.done();
        return new Returns(config, identity, peers, database);
    }

    private ReturnCommands commands(ReturnStore store) {
        UuidV7 ids = new UuidV7(clock);
        return new ReturnCommands(store, saga, clock, () -> ids.next().toString());
    }

    private void startTimer(ReturnStore store) {
        SagaTimer timer = new SagaTimer(
                store, saga, clock, fault -> LOG.atError().setCause(fault).log("what is due cannot be read"));
        closers.push(timer::close);
        saga.wake().toCompletableFuture().join();
        timer.start(config.sagaInterval());
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
        CompletableFuture.delayedExecutor(config.drainTimeout().toMillis() / 4, TimeUnit.MILLISECONDS)
                .execute(saga::endWaits); // who still waits for product management gets an answer before it is cut off
        closers.close();
    }
}
