package dev.polyrpc.benchmark.measure;

import dev.polyrpc.benchmark.load.Load;
import dev.polyrpc.benchmark.load.Tally;
import dev.polyrpc.benchmark.stack.Stack;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Gives each of several stacks its load in turn, round after round. For use by one thread. */
public final class Contest implements AutoCloseable {
    /** Left out before each window counts: the caches of the stack before are still warm. */
    private static final Duration LEAD_IN = Duration.ofMillis(200);

    private final List<Contender> contenders = new ArrayList<>();
    private final Quiet quiet;
    private final Consumer<String> progress;

    /** Measures on a machine that may have to be waited for, and says what it does. */
    public Contest(Quiet quiet, Consumer<String> progress) {
        this.quiet = quiet;
        this.progress = progress;
    }

    /** Adds a stack with the load that it is given, under a name. */
    public Contest add(String name, Stack stack, Load load) throws IOException {
        contenders.add(
                new Contender(name, stack, load, Vitals.of(stack.process().pid())));
        return this;
    }

    /** Gives each stack its load without counting, in two turns. */
    public void warmUp(Duration each) throws InterruptedException {
        for (int turn = 1; turn <= 2; turn++) {
            for (Contender contender : contenders) {
                progress.accept("warm-up, %s".formatted(contender.name));
                await(contender.load.begin(), each.dividedBy(2));
                contender.load.end();
            }
        }
    }

    /** So many windows of each stack, interleaved, by its name. */
    public Map<String, List<Window>> run(int rounds, Duration length) throws InterruptedException {
        Map<String, List<Window>> windows = new LinkedHashMap<>();
        for (int round = 1; round <= rounds; round++) {
            for (Contender contender : contenders) {
                progress.accept("window %d of %d, %s".formatted(round, rounds, contender.name));
                windows.computeIfAbsent(contender.name, absent -> new ArrayList<>())
                        .add(undisturbed(contender, round, length));
            }
        }
        return windows;
    }

    @Override
    public void close() throws IOException {
        for (Contender contender : contenders) {
            contender.vitals.close();
        }
    }

    /** A window that others disturbed is repeated while there is patience left; else the least disturbed one counts. */
    private Window undisturbed(Contender contender, int round, Duration length) throws InterruptedException {
        quiet.await();
        Window best = window(contender, round, length);
        while (best.disturbed() && quiet.spend(length.plus(LEAD_IN))) {
            progress.accept("window %d again, others used %.0f %% of the machine"
                    .formatted(round, best.foreign().orElse(0) * 100));
            quiet.await();
            Window next = window(contender, round, length);
            best = next.foreign().orElse(0) < best.foreign().orElse(0) ? next : best;
        }
        return best;
    }

    private Window window(Contender contender, int round, Duration length) throws InterruptedException {
        Load load = contender.load;
        CompletionStage<Void> failure = load.begin();
        await(failure, LEAD_IN);
        Moment before = moment(contender);
        load.mark();
        await(failure, length);
        Tally tally = load.mark();
        Moment after = moment(contender);
        load.end();
        return new Window(
                round,
                tally,
                after.wall.minus(before.wall),
                after.server.minus(before.server),
                after.allocated - before.allocated,
                Machine.foreign(
                        after.busy.minus(before.busy), after.ours.minus(before.ours), after.wall.minus(before.wall)));
    }

    private Moment moment(Contender contender) {
        return new Moment(
                contender.vitals.allocated(),
                Machine.busy(),
                quiet.ours(),
                contender.stack.process().cpu(),
                Duration.ofNanos(System.nanoTime()));
    }

    /** Waits that long, unless the load fails before. */
    private static void await(CompletionStage<Void> failure, Duration length) throws InterruptedException {
        try {
            failure.toCompletableFuture().get(length.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException passed) {
            return;
        } catch (ExecutionException e) {
            throw new CompletionException("the load failed: " + e.getMessage(), e);
        }
    }

    private record Contender(String name, Stack stack, Load load, Vitals vitals) {}

    private record Moment(long allocated, Duration busy, Duration ours, Duration server, Duration wall) {}
}
