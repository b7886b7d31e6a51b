package dev.polyrpc.returns.domain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Who waits for the next change of which return; holds nobody longer than they want to wait. Safe for use by many threads. */
final class Waits {
    private final Map<String, List<Wait>> waits = new ConcurrentHashMap<>();
    private volatile boolean over;

    /** Waits for the next change of a return; gives the return as it is now when there is none in time. */
    CompletableFuture<ProductReturn> add(ProductReturn current, Duration time) {
        Wait wait = new Wait(current);
        String id = current.returnId();
        waits.compute(id, (key, others) -> {
            List<Wait> all = others == null ? new ArrayList<>() : others;
            all.add(wait);
            return all;
        });
        wait.next.completeOnTimeout(current, time.toNanos(), TimeUnit.NANOSECONDS);
        if (over) {
            wait.next.complete(current);
        }
        return wait.next.whenComplete((next, failure) -> waits.computeIfPresent(id, (key, others) -> {
            others.remove(wait);
            return others.isEmpty() ? null : others;
        }));
    }

    /** Gives everybody who waits for a change of this return the one next to what they know; who knows all waits on. */
    void tell(ProductReturn changed) {
        List<Wait> those = new ArrayList<>();
        waits.computeIfPresent(changed.returnId(), (key, all) -> {
            all.stream()
                    .filter(wait -> wait.current.number() < changed.number())
                    .forEach(those::add);
            return all;
        });
        those.forEach(wait -> wait.next.complete(changed.asOf(wait.current.number() + 1)));
    }

    /** A return as the latest of those know it who wait for its next change. */
    Optional<ProductReturn> latest(String returnId) {
        List<ProductReturn> known = new ArrayList<>();
        waits.computeIfPresent(returnId, (key, all) -> {
            all.forEach(wait -> known.add(wait.current));
            return all;
        });
        return known.stream().max(Comparator.comparingInt(ProductReturn::number));
    }

    /** Lets everybody go with the return as they know it, and from now on whoever comes. */
    void end() {
        over = true;
        List<Wait> all = new ArrayList<>();
        waits.keySet()
                .forEach(id -> waits.computeIfPresent(id, (key, those) -> {
                    all.addAll(those);
                    return null;
                }));
        all.forEach(wait -> wait.next.complete(wait.current));
    }

    /** How many wait. */
    int size() {
        return waits.values().stream().mapToInt(Collection::size).sum();
    }

    private static final class Wait {
        final ProductReturn current;
        final CompletableFuture<ProductReturn> next = new CompletableFuture<>();

        Wait(ProductReturn current) {
            this.current = current;
        }
    }
}
