package dev.polyrpc.token;

import dev.polyrpc.kit.identity.KeySource;
import dev.polyrpc.kit.process.Running;
import dev.polyrpc.kit.telemetry.AccessLog;
import dev.polyrpc.kit.telemetry.AdminServer;
import dev.polyrpc.kit.telemetry.Telemetry;
import dev.polyrpc.token.domain.ClientAuthentication;
import dev.polyrpc.token.domain.Policy;
import dev.polyrpc.token.domain.TokenGrants;
import dev.polyrpc.token.inbound.http.Discovery;
import dev.polyrpc.token.inbound.http.Requests;
import dev.polyrpc.token.inbound.http.TokenEndpoint;
import dev.polyrpc.token.inbound.http.TokenHttpServer;
import dev.polyrpc.token.outbound.file.PolicyFile;
import dev.polyrpc.token.outbound.jose.JwtSigner;
import dev.polyrpc.token.outbound.jose.SigningKey;
import dev.polyrpc.token.outbound.jose.VerifiedSubjects;
import dev.polyrpc.token.outbound.log.AuditLog;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** The token service, wired and started. Safe for use by many threads. */
public final class Tokens implements Running {
    private static final int WORKERS = 4;
    private static final int MOST_WAITING = 1024;

    private final Telemetry telemetry = Telemetry.start("token");
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ThreadPoolExecutor workers = new ThreadPoolExecutor(
            WORKERS,
            WORKERS,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            work -> new Thread(work, "token-worker"));
    private final VerifiedSubjects subjects;
    private final TokenHttpServer https;
    private final AdminServer admin;

    private Tokens(TokensConfig config, Clock clock) {
        Policy policy = PolicyFile.read();
        SigningKey key = config.signingKey();
        AuditLog audit = new AuditLog(telemetry.meter());
        subjects = new VerifiedSubjects(config.issuer(), KeySource.of(key.verificationKey()), clock);
        TokenGrants grants = new TokenGrants(
                policy, subjects, new JwtSigner(config.issuer(), key), audit, config.tokenLifetime(), clock);
        TokenEndpoint endpoint =
                new TokenEndpoint(new ClientAuthentication(policy, config.secrets(), clock), grants, audit);
        Requests requests = new Requests(
                endpoint,
                key.jwks(),
                Discovery.document(config.issuer(), policy),
                workers,
                AccessLog.of(config.accessLog()));
        https = listening(
                () -> TokenHttpServer.start(
                        config.httpsPort(),
                        config.identity(),
                        requests,
                        config.requestTimeout(),
                        config.drainTimeout()),
                this::closeInner);
        admin = listening(
                () -> AdminServer.start(config.adminPort(), telemetry, Map.of("server", () -> !closing.get())), () -> {
                    https.close();
                    closeInner();
                });
    }

    /** Starts the service; it listens when this returns. */
    public static Tokens start(TokensConfig config) {
        return start(config, Clock.systemUTC());
    }

    /** Starts the service with a clock of the caller's choice. */
    public static Tokens start(TokensConfig config, Clock clock) {
        return new Tokens(config, clock);
    }

    /** Opens a port; where that fails, nothing else stays open. */
    private static <T> T listening(Supplier<T> port, Runnable otherwise) {
        try {
            return port.get();
        } catch (RuntimeException taken) {
            otherwise.run();
            throw taken;
        }
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
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        https.close();
        admin.close();
        closeInner();
        closed.countDown();
    }

    private void closeInner() {
        workers.shutdown();
        subjects.close();
        telemetry.close();
    }
}
