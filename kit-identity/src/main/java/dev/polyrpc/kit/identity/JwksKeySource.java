package dev.polyrpc.kit.identity;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.tls.TlsIdentity;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that an issuer publishes, kept in memory. They are fetched at the start, then every 30 seconds while in use, ahead
 * of any need, and at an unknown id; at most once in 30 seconds, and one fetch at a time, whoever asks for whatever. Known
 * keys go on while the source is down, when an unknown one is no reason to refuse what it signed; one that has left the set is
 * no longer taken. Safe for use by many threads.
 */
public final class JwksKeySource implements KeySource {
    /** For so long at most, known keys are in use before they are fetched anew. */
    public static final Duration REFRESH = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(JwksKeySource.class);
    private static final Set<String> OUR_ALGORITHMS = Set.of("ES256", "EdDSA", "RS256", "PS256");
    private static final Duration PAUSE_WITHOUT_KEYS = Duration.ofSeconds(1);

    private final Supplier<CompletionStage<String>> source;
    private final JwkSet set;
    private final Clock clock;
    private volatile Map<String, VerificationKey> keys = Map.of();
    private volatile Instant next = Instant.MIN;
    private volatile Instant fetched = Instant.MIN; // the last time that this succeeded
    private final List<Consumer<String>> atWithdrawal = new CopyOnWriteArrayList<>();
    private Instant tried = Instant.MIN; // this and the flight: guarded by this
    private @Nullable CompletableFuture<Void> flight;

    JwksKeySource(Supplier<CompletionStage<String>> source, JwkSet set, Clock clock) {
        this.source = source;
        this.set = set;
        this.clock = clock;
        refresh();
    }

    /** Makes a source that reads a JWK set over TLS from the token service, and begins to fetch it. */
    public static JwksKeySource create(URI jwks, TlsIdentity identity) {
        return create(jwks, identity, Clock.systemUTC());
    }

    /** As above, with a clock of the caller's choice. */
    public static JwksKeySource create(URI jwks, TlsIdentity identity, Clock clock) {
        TokenServiceHttp http = new TokenServiceHttp(identity);
        return new JwksKeySource(
                () -> http.text(HttpRequest.newBuilder(jwks).GET()), new JwkSet(OUR_ALGORITHMS), clock);
    }

    /** Makes a source that reads another issuer's set, and begins to fetch it. */
    static JwksKeySource create(IssuerProfile issuer) {
        IssuerHttp http = new IssuerHttp(issuer.ca());
        return new JwksKeySource(() -> http.text(issuer.jwksUri()), new JwkSet(issuer.algorithms()), Clock.systemUTC());
    }

    @Override
    public CompletionStage<Optional<VerificationKey>> find(String id) {
        VerificationKey known = keys.get(id);
        if (known == null) {
            return refresh().thenApply(done -> fetched(id));
        }
        inUse();
        return CompletableFuture.completedStage(Optional.of(known));
    }

    @Override
    public void inUse() {
        if (next.isBefore(clock.instant())) {
            refresh(); // and go on with what is known
        }
    }

    @Override
    public void onWithdrawal(Consumer<String> withdrawn) {
        atWithdrawal.add(withdrawn);
    }

    /** Whether a key is known; while none is, asking tries again. */
    public boolean ready() {
        if (keys.isEmpty()) {
            refresh();
        }
        return !keys.isEmpty();
    }

    private Optional<VerificationKey> fetched(String id) {
        VerificationKey found = keys.get(id);
        if (found == null && !clock.instant().isBefore(fetched.plus(REFRESH))) { // it may have been published since
            throw new Failure(Kind.UNAVAILABLE, "TOKEN_KEYS_UNAVAILABLE", "no key to verify the access token with");
        }
        return Optional.ofNullable(found);
    }

    /** Fetches unless that was tried a moment ago; joins a fetch under way; never fails. */
    private synchronized CompletionStage<Void> refresh() {
        if (flight != null) {
            return flight;
        }
        Instant now = clock.instant();
        if (now.isBefore(tried.plus(keys.isEmpty() ? PAUSE_WITHOUT_KEYS : REFRESH))) {
            return CompletableFuture.completedStage(null);
        }
        tried = now;
        next = now.plus(REFRESH);
        CompletableFuture<Void> started = new CompletableFuture<>();
        flight = started;
        CompletableFuture.completedStage(source)
                .thenCompose(Supplier::get) // a throw fails the fetch, too
                .thenApply(set::keys)
                .whenComplete((found, failure) -> land(started, found, failure));
        return started;
    }

    private void land(
            CompletableFuture<Void> landing,
            @Nullable Map<String, VerificationKey> found,
            @Nullable Throwable failure) {
        if (found == null || found.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("cause", String.valueOf(failure))
                    .log("no keys from the issuer: those known go on");
        } else {
            Map<String, VerificationKey> earlier = keys;
            keys = found;
            fetched = clock.instant();
            earlier.forEach((id, key) -> {
                if (!key.equals(found.get(id))) {
                    atWithdrawal.forEach(withdrawn -> withdrawn.accept(id));
                }
            });
        }
        synchronized (this) {
            flight = null;
        }
        landing.complete(null);
    }
}
