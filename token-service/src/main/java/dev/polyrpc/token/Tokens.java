package dev.polyrpc.token;

import dev.polyrpc.kit.identity.OtherIssuer;
import dev.polyrpc.kit.process.Closers;
import dev.polyrpc.kit.process.Running;
import dev.polyrpc.kit.telemetry.AccessLog;
import dev.polyrpc.kit.telemetry.AdminServer;
import dev.polyrpc.kit.telemetry.Telemetry;
import dev.polyrpc.token.domain.Audit;
import dev.polyrpc.token.domain.ClientAuthentication;
import dev.polyrpc.token.domain.DatedKey;
import dev.polyrpc.token.domain.Denials;
import dev.polyrpc.token.domain.KeySchedule;
import dev.polyrpc.token.domain.Peers;
import dev.polyrpc.token.domain.Policy;
import dev.polyrpc.token.domain.Revocations;
import dev.polyrpc.token.domain.TokenGrants;
import dev.polyrpc.token.domain.TokenStatus;
import dev.polyrpc.token.inbound.http.ClientRequests;
import dev.polyrpc.token.inbound.http.Discovery;
import dev.polyrpc.token.inbound.http.Requests;
import dev.polyrpc.token.inbound.http.TokenHttpServer;
import dev.polyrpc.token.outbound.file.RevocationFile;
import dev.polyrpc.token.outbound.jose.JwtSigner;
import dev.polyrpc.token.outbound.jose.SigningKeys;
import dev.polyrpc.token.outbound.jose.VerifiedSubjects;
import dev.polyrpc.token.outbound.log.AuditLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
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

    private final Closers closers = new Closers();
    private final AtomicBoolean serving = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AdminServer admin;
    private final TokenHttpServer https;

    private Tokens(TokensConfig config, Clock clock) {
        try {
            Telemetry telemetry = Telemetry.start("token");
            closers.push(telemetry::close);
            closers.push(config.identity().follow(telemetry)::close);
            closers.push(config.peers().follow(telemetry)::close);
            admin = AdminServer.start(
                    config.adminPort(),
                    telemetry,
                    Map.of("certificate", config.identity()::isValid, "server", serving::get),
                    config.identity()::warning);
            closers.push(admin::close);
            https = TokenHttpServer.start(
                    config.httpsPort(),
                    config.identity(),
                    config.peers(),
                    requests(config, telemetry, clock),
                    config.requestTimeout(),
                    config.drainTimeout());
            closers.push(https::close);
            serving.set(true);
        } catch (RuntimeException | Error e) {
            closers.closeAfter(e);
            throw e;
        }
    }

    /** Starts the service; it listens when this returns. */
    public static Tokens start(TokensConfig config) {
        return start(config, Clock.systemUTC());
    }

    /** Starts the service with a clock of the caller's choice. */
    public static Tokens start(TokensConfig config, Clock clock) {
        return new Tokens(config, clock);
    }

    private Requests requests(TokensConfig config, Telemetry telemetry, Clock clock) {
        Supplier<Policy> policy = config.policy();
        Peers peers = new LivePeers(config.peers());
        Denials denials = new Denials(policy, peers);
        AuditLog audit = new AuditLog(telemetry.meter());
        SigningKeys keys = signingKeys(config, clock, audit, telemetry);
        Revocations revocations = revocations(config, clock);
        TokenGrants grants = new TokenGrants(
                policy,
                denials,
                subjects(config, keys, config.otherIssuers().open(), clock),
                revocations,
                new JwtSigner(config.issuer(), keys),
                audit,
                config.tokenLifetime(),
                clock);
        // Of our own tokens alone: whoever issued another can say better what became of it.
        TokenStatus status =
                new TokenStatus(policy, denials, subjects(config, keys, List.of(), clock), revocations, audit, clock);
        ClientAuthentication authentication = new ClientAuthentication(policy, config.secrets(), peers, clock);
        ThreadPoolExecutor workers = new ThreadPoolExecutor(
                WORKERS,
                WORKERS,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_WAITING),
                work -> new Thread(work, "token-worker"));
        closers.push(workers::shutdown);
        return new Requests(
                new ClientRequests(authentication, grants, status, audit),
                keys::jwks,
                config.signingKeyLead().dividedBy(2),
                () -> Discovery.document(config.issuer(), policy.get()),
                workers,
                AccessLog.of(config.accessLog()));
    }

    private VerifiedSubjects subjects(TokensConfig config, SigningKeys keys, List<OtherIssuer> others, Clock clock) {
        VerifiedSubjects subjects = new VerifiedSubjects(config.issuer(), keys, others, clock);
        closers.push(subjects::close);
        return subjects;
    }

    private static Revocations revocations(TokensConfig config, Clock clock) {
        try {
            return RevocationFile.open(config.revocations(), clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SigningKeys signingKeys(TokensConfig config, Clock clock, Audit audit, Telemetry telemetry) {
        try {
            List<DatedKey> found = config.signingKeys().readOrMake(clock.instant());
            SigningKeys keys = new SigningKeys(new KeySchedule(found, config.signingKeyLead()), clock);
            closers.push(SigningKeyRotation.start(
                    config.signingKeys(), keys, config.signingKeyLead(), clock, audit, telemetry.meter())::close);
            return keys;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
