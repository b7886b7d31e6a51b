package dev.polyrpc.kit.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tokens in hand, by whatever tells them apart: renewed ahead of their end, one request at a time for each, and used to
 * their end while renewing fails. Bounded; safe for use by many threads.
 */
final class TokenCache {
    private static final int MOST = 10_000;
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final Duration SPARE = Duration.ofSeconds(5);

    private final ConcurrentHashMap<Object, Slot> slots = new ConcurrentHashMap<>();
    private final Clock clock;

    TokenCache(Clock clock) {
        this.clock = clock;
    }

    /**
     * A token as the token service gave it.
     *
     * @param lifetime seconds from now to its end
     */
    record Issued(String token, long lifetime) {}

    CompletionStage<String> get(Object key, Supplier<CompletionStage<Issued>> fetch) {
        if (slots.size() >= MOST) {
            Instant now = clock.instant();
            slots.values().removeIf(slot -> slot.ended(now));
            if (slots.size() >= MOST) {
                slots.clear(); // far more live tokens than meant: begin anew rather than grow
            }
        }
        return slots.computeIfAbsent(key, absent -> new Slot(clock)).get(fetch);
    }

    /** One token, and the request for its successor. */
    private static final class Slot {
        private final Clock clock;
        private @Nullable String token;
        private Instant end = Instant.MIN;
        private Instant renewal = Instant.MIN;
        private @Nullable CompletableFuture<String> flight;

        Slot(Clock clock) {
            this.clock = clock;
        }

        CompletionStage<String> get(Supplier<CompletionStage<Issued>> fetch) {
            CompletableFuture<String> started = null;
            CompletionStage<String> answer;
            synchronized (this) {
                Instant now = clock.instant();
                boolean usable = token != null && now.isBefore(end);
                if (flight == null && (!usable || !now.isBefore(renewal))) {
                    started = new CompletableFuture<>();
                    flight = started;
                }
                answer = usable || flight == null
                        ? CompletableFuture.completedStage(token)
                        : flight.minimalCompletionStage();
            }
            if (started != null) {
                CompletableFuture<String> landing = started;
                CompletableFuture.completedStage(fetch)
                        .thenCompose(Supplier::get) // a throw fails the flight, too
                        .whenComplete((issued, failure) -> land(landing, issued, failure));
            }
            return answer;
        }

        private void land(CompletableFuture<String> landing, @Nullable Issued issued, @Nullable Throwable failure) {
            synchronized (this) {
                flight = null;
                Instant now = clock.instant();
                if (issued == null) {
                    renewal = now.plus(RETRY);
                } else {
                    token = issued.token();
                    Duration life = Duration.ofSeconds(issued.lifetime());
                    end = now.plus(life.minus(SPARE));
                    renewal = now.plus(
                            life.multipliedBy(ThreadLocalRandom.current().nextLong(70, 85))
                                    .dividedBy(100));
                }
            }
            if (issued != null) {
                landing.complete(issued.token());
            } else {
                landing.completeExceptionally(unwrapped(failure));
            }
        }

        synchronized boolean ended(Instant now) {
            return flight == null && !now.isBefore(end);
        }

        private static Throwable unwrapped(@Nullable Throwable failure) {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            return cause == null ? new IllegalStateException("neither token nor failure") : cause;
        }
    }
}
