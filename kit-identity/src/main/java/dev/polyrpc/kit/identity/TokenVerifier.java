package dev.polyrpc.kit.identity;

import dev.polyrpc.kit.failure.Causes;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.identity.VerifiedTokens.Digest;
import dev.polyrpc.kit.process.DaemonThreads;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns an access token into the caller it speaks for, or refuses it. A token's signature is paid for once: the caller
 * is then kept until the token ends. Safe for use by many threads.
 */
public final class TokenVerifier implements AutoCloseable {
    private static final Logger AUDIT = LoggerFactory.getLogger("audit");
    /** Of half of the processors at most: known callers are served meanwhile. */
    private static final int THREADS =
            Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors() / 2));

    private static final int MOST_WAITING = 4096;
    private static final int IDLE_S = 10;
    private static final Duration USE = Duration.ofSeconds(10);

    private final TrustedIssuers issuers;
    private final Clock clock;
    private final VerifiedTokens verified = new VerifiedTokens();
    private final ConcurrentHashMap<Digest, CompletableFuture<Caller>> flights = new ConcurrentHashMap<>();
    private final ExecutorService pool;
    private volatile long nextUse = Long.MIN_VALUE;

    private TokenVerifier(TrustedIssuers issuers, Clock clock) {
        this.issuers = issuers;
        issuers.onWithdrawal(verified::forget);
        this.clock = clock;
        this.pool = pool();
    }

    /** Its threads end when idle: one process may well have several verifiers. */
    private static ExecutorService pool() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                IDLE_S,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_WAITING),
                DaemonThreads.named("token-verifier"));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Makes a verifier that believes one issuer and answers for its audiences. */
    public static TokenVerifier create(VerifierConfig config, KeySource keys) {
        return create(config, keys, List.of());
    }

    /** As above, and also believes those of the others whose tokens are taken for this audience. */
    public static TokenVerifier create(VerifierConfig config, KeySource keys, List<OtherIssuer> others) {
        return create(config, keys, others, Clock.systemUTC());
    }

    /** As above, with a clock of the caller's choice. */
    public static TokenVerifier create(VerifierConfig config, KeySource keys, List<OtherIssuer> others, Clock clock) {
        return new TokenVerifier(new TrustedIssuers(config, keys, others), clock);
    }

    /** As above, with no issuer but our own. */
    public static TokenVerifier create(VerifierConfig config, KeySource keys, Clock clock) {
        return create(config, keys, List.of(), clock);
    }

    /** The caller of a token that was verified before and has not ended since; never waits. */
    public @Nullable Caller cached(String token) {
        return cached(token.getBytes(StandardCharsets.ISO_8859_1), 0);
    }

    /**
     * As {@link #cached(String)}, of the one token in the {@code authorization} values of a call, as they came. Of what it
     * knows it need not look into the form again; what it does not know may be of any form.
     */
    public @Nullable Caller cached(Iterable<byte[]> authorization) {
        Iterator<byte[]> values = authorization.iterator();
        if (!values.hasNext()) {
            return null;
        }
        byte[] value = values.next();
        int begin = BearerToken.begin(value);
        return begin < 0 || values.hasNext() ? null : cached(value, begin);
    }

    private @Nullable Caller cached(byte[] text, int from) {
        long now = clock.millis();
        if (now > nextUse) {
            nextUse = now + USE.toMillis();
            issuers.inUse(); // without new tokens nobody else would ask whether the keys still hold
        }
        return verified.get(text, from, now);
    }

    /**
     * Verifies a token away from the calling thread. Fails with a Failure: UNAUTHENTICATED (TOKEN_EXPIRED or
     * TOKEN_INVALID, no more), or UNAVAILABLE and EXHAUSTED when it could not be looked into.
     */
    public CompletionStage<Caller> verify(String token) {
        Caller known = cached(token);
        if (known != null) {
            return CompletableFuture.completedStage(known);
        }
        Digest digest = Digest.of(token);
        CompletableFuture<Caller> flight = new CompletableFuture<>();
        CompletableFuture<Caller> earlier = flights.putIfAbsent(digest, flight);
        if (earlier != null) {
            return earlier.minimalCompletionStage();
        }
        CompletableFuture<Jws> start = new CompletableFuture<>();
        CompletionStage<Caller> check = start.thenCompose(jws -> check(token, jws));
        check.whenComplete((caller, failure) -> {
            flights.remove(digest, flight);
            if (failure == null) {
                flight.complete(caller);
            } else {
                flight.completeExceptionally(publicly(failure));
            }
        });
        try {
            start.completeAsync(() -> Jws.parse(token), pool);
        } catch (RejectedExecutionException full) {
            start.completeExceptionally(full);
        }
        return flight.minimalCompletionStage();
    }

    /** Stops the threads that verify. */
    @Override
    public void close() {
        pool.shutdownNow();
    }

    private CompletionStage<Caller> check(String token, Jws jws) {
        TrustedIssuer issuer = issuers.of(jws);
        long withdrawn = verified.withdrawals();
        return issuer.key(jws)
                .thenApplyAsync(
                        key -> {
                            key.orElseThrow(() -> TokenRefused.invalid("kid: unknown"))
                                    .requireSigned(jws);
                            Instant now = clock.instant();
                            Caller caller = issuer.caller(jws, token, now);
                            verified.put(caller, issuer, jws.keyId(), now, withdrawn);
                            return caller;
                        },
                        pool);
    }

    private static Throwable publicly(Throwable thrown) {
        Throwable failure = Causes.unwrapped(thrown);
        if (failure instanceof TokenRefused refused) {
            AUDIT.atInfo().addKeyValue("why", refused.why()).log("token refused");
            return refused.publicly();
        }
        if (failure instanceof RejectedExecutionException) {
            return new Failure(Kind.EXHAUSTED, "TOKEN_CHECKS_BUSY", "too many new tokens at once");
        }
        return failure;
    }
}
