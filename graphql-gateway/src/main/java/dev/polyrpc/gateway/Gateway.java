package dev.polyrpc.gateway;

import dev.polyrpc.gateway.document.Documents;
import dev.polyrpc.gateway.document.Workers;
import dev.polyrpc.gateway.event.EventStreams;
import dev.polyrpc.gateway.graph.GraphEngine;
import dev.polyrpc.gateway.graph.GraphSchema;
import dev.polyrpc.gateway.inbound.http.GraphiqlPage;
import dev.polyrpc.gateway.inbound.http.GraphqlHttpServer;
import dev.polyrpc.gateway.request.Answering;
import dev.polyrpc.gateway.request.GraphqlOverHttp;
import dev.polyrpc.gateway.request.GraphqlOverMessages;
import dev.polyrpc.gateway.request.RequestLine;
import dev.polyrpc.gateway.request.TokenCheck;
import dev.polyrpc.gateway.socket.SocketSessions;
import dev.polyrpc.kit.identity.JwksKeySource;
import dev.polyrpc.kit.identity.TokenClient;
import dev.polyrpc.kit.identity.TokenVerifier;
import dev.polyrpc.kit.identity.VerifierConfig;
import dev.polyrpc.kit.process.Closers;
import dev.polyrpc.kit.process.Running;
import dev.polyrpc.kit.settings.Profile;
import dev.polyrpc.kit.telemetry.AccessLog;
import dev.polyrpc.kit.telemetry.AdminServer;
import dev.polyrpc.kit.telemetry.Telemetry;
import graphql.schema.GraphQLSchema;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** The gateway, wired and started. Safe for use by many threads. */
public final class Gateway implements Running {
    private static final String NAME = "gateway";
    private static final String AUDIENCE = "gateway.polyrpc.test";

    private final Closers closers = new Closers();
    private final AtomicBoolean serving = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AdminServer admin;
    private final GraphqlHttpServer https;

    /** How the backends are come by. */
    private interface Opening {
        Backends open(Telemetry telemetry, TokenClient tokens);
    }

    private Gateway(GatewayConfig config, Telemetry telemetry, Opening opening) {
        try {
            closers.push(telemetry::close);
            closers.push(config.identity().follow(telemetry)::close);
            closers.push(config.policy().follow(telemetry)::close);
            JwksKeySource keys =
                    JwksKeySource.create(config.tokenService().resolve("/.well-known/jwks.json"), config.identity());
            TokenVerifier verifier = TokenVerifier.create(
                    new VerifierConfig(config.issuer(), AUDIENCE),
                    keys,
                    config.issuers().open());
            closers.push(verifier::close);
            TokenClient tokens = TokenClient.create(config.tokenService(), NAME, config.identity());
            Backends backends = opening.open(telemetry, tokens);
            closers.push(backends::close);
            GraphQLSchema schema =
                    GraphSchema.of(backends.products(), backends.returns(), config.cursorKey(), backends.views());
            Workers workers = Workers.start();
            closers.push(workers::close);
            Documents documents =
                    new Documents(schema, config.documents(), config.trusted(), workers, telemetry.meter());
            closers.push(config.trusted().follow(documents::prepareTrusted)::close);
            admin = AdminServer.start(
                    config.adminPort(), telemetry, checks(config, keys, backends), config.identity()::warning);
            closers.push(admin::close);
            GraphEngine engine =
                    new GraphEngine(schema, backends.products(), backends.returns(), config.maxStaleProducts());
            RequestLine line = new RequestLine(AccessLog.of(config.accessLog()), telemetry.meter(), telemetry.tracer());
            TokenCheck callers = new TokenCheck(verifier, config.policy());
            Answering answering =
                    new Answering(callers, documents, engine, workers, config.requestTimeout(), config.clients(), line);
            GraphqlOverHttp http = new GraphqlOverHttp(callers, documents, config.requestTimeout(), line, answering);
            SocketSessions sockets = new SocketSessions(
                    new GraphqlOverMessages(answering),
                    Clock.systemUTC(),
                    config.heartbeat(),
                    config.slowSubscriberTimeout());
            https = GraphqlHttpServer.start(
                    config.httpsPort(),
                    config.identity(),
                    http,
                    sockets,
                    new EventStreams(config.heartbeat(), config.slowSubscriberTimeout()),
                    config.profile() == Profile.PRODUCTION ? GraphiqlPage.none() : GraphiqlPage.load(),
                    config.drainTimeout());
            closers.push(https::close);
            serving.set(true);
        } catch (RuntimeException | Error e) {
            closers.closeAfter(e);
            throw e;
        }
    }

    /** Starts the gateway; it listens when this returns. */
    public static Gateway start(GatewayConfig config) {
        return start(config, Telemetry.start(NAME));
    }

    /** The same, in front of backends of the caller's own. */
    public static Gateway start(GatewayConfig config, Backends backends) {
        return new Gateway(config, Telemetry.start(NAME), (telemetry, tokens) -> backends);
    }

    /** The same, measured and traced by what is handed over, and closed with the gateway. */
    static Gateway start(GatewayConfig config, Telemetry measuring) {
        return new Gateway(config, measuring, (telemetry, tokens) -> Backends.open(config, telemetry, tokens));
    }

    private Map<String, BooleanSupplier> checks(GatewayConfig config, JwksKeySource keys, Backends backends) {
        Map<String, BooleanSupplier> checks = new HashMap<>();
        backends.views().forEach(view -> checks.put(view.name(), view.ready()));
        checks.put("certificate", config.identity()::isValid);
        checks.put("keys", keys::ready);
        checks.put("server", serving::get);
        return checks;
    }

    @Override
    public Map<String, Integer> ports() {
        return Map.of("https", https.port(), "admin", admin.port());
    }

    @Override
    public void awaitTermination() throws InterruptedException {
        closed.await();
    }

    @Override
    public void close() {
        if (!serving.compareAndSet(true, false)) {
            return;
        }
        try {
            closers.close();
        } finally {
            closed.countDown();
        }
    }
}
