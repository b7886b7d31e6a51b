package dev.polyrpc.token.outbound.jose;

import dev.polyrpc.kit.identity.KeySource;
import dev.polyrpc.kit.identity.VerificationKey;
import dev.polyrpc.token.domain.DatedKey;
import dev.polyrpc.token.domain.KeySchedule;
import dev.polyrpc.token.domain.KeyState;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The keys that tokens are signed and verified with, by a schedule that can be replaced. Safe for use by many threads. */
public final class SigningKeys implements KeySource {
    private final Clock clock;
    private final List<Consumer<String>> atWithdrawal = new CopyOnWriteArrayList<>();
    private volatile State state;

    /** Begins with a schedule. */
    public SigningKeys(KeySchedule schedule, Clock clock) {
        this.clock = clock;
        this.state = State.of(schedule);
    }

    /** Goes on with another schedule; what it no longer holds is withdrawn. For one thread at a time. */
    public void replace(KeySchedule schedule) {
        Set<String> withdrawn = state.ids();
        State next = State.of(schedule);
        withdrawn.removeAll(next.ids());
        state = next;
        withdrawn.forEach(id -> atWithdrawal.forEach(told -> told.accept(id)));
    }

    /** The schedule in use. */
    public KeySchedule schedule() {
        return state.schedule;
    }

    @Override
    public CompletionStage<Optional<VerificationKey>> find(String id) {
        return CompletableFuture.completedStage(published()
                .map(SigningKey::verificationKey)
                .filter(key -> key.id().equals(id))
                .findFirst());
    }

    @Override
    public void onWithdrawal(Consumer<String> withdrawn) {
        atWithdrawal.add(withdrawn);
    }

    /** What verifiers may take now: a JWK set, the key that signs first. */
    public String jwks() {
        return published().map(SigningKey::json).collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    }

    /** Each key in use by its id, and what it is for. */
    public Map<String, KeyState> states() {
        State now = state;
        Instant instant = clock.instant();
        Map<String, KeyState> states = new LinkedHashMap<>();
        for (DatedKey key : now.schedule.published(instant)) {
            states.put(now.key(key).id(), now.schedule.state(key, instant));
        }
        return states;
    }

    /** The id of a key: its {@code kid}. */
    public static String id(DatedKey key) {
        return new SigningKey(key).id();
    }

    SigningKey signing() {
        State now = state;
        return now.key(now.schedule.signing(clock.instant()));
    }

    private Stream<SigningKey> published() {
        State now = state;
        Instant instant = clock.instant();
        DatedKey signing = now.schedule.signing(instant);
        List<DatedKey> published = now.schedule.published(instant);
        return Stream.concat(Stream.of(signing), published.stream().filter(key -> !key.equals(signing)))
                .map(now::key);
    }

    /** A schedule, and its keys in the form that they are used in. */
    private record State(KeySchedule schedule, Map<String, SigningKey> keys) {
        static State of(KeySchedule schedule) {
            Map<String, SigningKey> keys = new HashMap<>();
            for (DatedKey key : schedule.keys()) {
                keys.put(key.name(), new SigningKey(key));
            }
            return new State(schedule, Map.copyOf(keys));
        }

        Set<String> ids() {
            return keys.values().stream().map(SigningKey::id).collect(Collectors.toCollection(HashSet::new));
        }

        SigningKey key(DatedKey key) {
            return Objects.requireNonNull(keys.get(key.name()), key.name());
        }
    }
}
