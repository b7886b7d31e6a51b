package dev.polyrpc.benchmark.measure;

import dev.polyrpc.benchmark.load.Load;
import dev.polyrpc.benchmark.load.Tally;
import dev.polyrpc.benchmark.measure.Contender.Moment;
import dev.polyrpc.benchmark.stack.ChildProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Gives each of several servers its load in turn, round after round. For use by one thread. */
public final class Contest implements AutoCloseable {
    /** Left out before each window counts: the caches of the server before are still warm. */
    public static final Duration LEAD_IN = Duration.ofMillis(200);

    private final List<Contender> entered = new ArrayList<>();
    private final List<Contender> contenders = new ArrayList<>(); // those that have not failed
    private final Quiet quiet;
    private final Steps steps;
    private final Consumer<Window> windows;
    private final Consumer<String> problems;

    /** A turn of one of them. */
    private interface Turn {
        void run() throws InterruptedException;
    }

    /**
     * Measures on a machine that may have to be waited for, says what it does, and hands over what it finds; who fails is
     * told, and takes no further part.
     */
    public Contest(Quiet quiet, Steps steps, Consumer<Window> windows, Consumer<String> problems) {
        this.quiet = quiet;
        this.steps = steps;
        this.windows = windows;
        this.problems = problems;
    }

    /** Adds a server's processes with the load that they are given. */
    public Contest add(Series series, List<ChildProcess> servers, Load load) throws IOException {
        Contender contender = new Contender(series, servers, load);
        entered.add(contender);
        contenders.add(contender);
        return this;
    }

    /** Gives the one that was added last its load without counting. */
    public void warmUpLatest(Duration length) throws InterruptedException {
        Contender latest = entered.get(entered.size() - 1);
        steps.next("%s, warm-up".formatted(latest.series()), length);
        turn(latest, () -> {
            await(latest.load().begin(), length);
            latest.load().end();
        });
    }

    /** So many windows of each, interleaved. */
    public void run(int rounds, Duration length) throws InterruptedException {
        for (int round = 1; round <= rounds; round++) {
            round(round, rounds, length);
        }
    }

    /** A window of each. */
    public void round(int round, int rounds, Duration length) throws InterruptedException {
        for (Contender contender : List.copyOf(contenders)) {
            steps.next("%s, %d of %d".formatted(contender.series(), round, rounds), length.plus(LEAD_IN));
            turn(contender, () -> windows.accept(undisturbed(contender, round, length)));
        }
    }

    /** What each server holds in memory now. */
    public List<Footprint> footprints() throws IOException {
        List<Footprint> all = new ArrayList<>();
        for (Contender contender : contenders) {
            all.add(contender.footprint());
        }
        return all;
    }

    @Override
    public void close() throws IOException {
        for (Contender contender : entered) {
            contender.close();
        }
    }

    private void turn(Contender contender, Turn turn) throws InterruptedException {
        try {
            turn.run();
        } catch (RuntimeException e) {
            problems.accept("%s: %s".formatted(contender.series(), e.getMessage()));
            contenders.remove(contender);
            end(contender);
        }
    }

    /** What is left of its load would disturb the others. */
    private void end(Contender contender) throws InterruptedException {
        try {
            contender.load().end();
        } catch (RuntimeException e) {
            problems.accept("%s: does not end: %s".formatted(contender.series(), e.getMessage()));
        }
    }

    /** A window that others disturbed is repeated while there is patience left; else the least disturbed one counts. */
    private Window undisturbed(Contender contender, int round, Duration length) throws InterruptedException {
        Window best = window(contender, round, length);
        while (best.disturbed() && quiet.spend(length.plus(LEAD_IN))) {
            quiet.await();
            Window next = window(contender, round, length);
            best = foreign(next) < foreign(best) ? next : best;
        }
        return best;
    }

    private static double foreign(Window window) {
        Double share = window.foreign();
        return share == null ? 0 : share;
    }

    private Window window(Contender contender, int round, Duration length) throws InterruptedException {
        Load load = contender.load();
        CompletionStage<Void> failure = load.begin();
        await(failure, LEAD_IN);
        Moment before = contender.moment(quiet);
        load.mark();
        await(failure, length);
        Tally tally = load.mark();
        Moment after = contender.moment(quiet);
        load.end();
        return window(contender, round, tally, before, after);
    }

    private static Window window(Contender contender, int round, Tally tally, Moment before, Moment after) {
        Duration wall = after.wall().minus(before.wall());
        Duration server = after.server().since(before.server());
        double each = Math.max(1, tally.done());
        OptionalDouble foreign =
                Machine.foreign(after.busy().minus(before.busy()), after.ours().minus(before.ours()), wall);
        return new Window(
                contender.series(),
                round,
                tally.done() * (double) TimeUnit.SECONDS.toNanos(1) / wall.toNanos(),
                micros(server) / each,
                micros(after.loadCpu().minus(before.loadCpu())) / each,
                (after.allocated() - before.allocated()) / each,
                tally.sent() / each,
                tally.received() / each,
                Latency.of(tally.latencies()),
                tally.dropped(),
                (double) server.toNanos() / wall.toNanos(),
                after.loadSide().busySince(before.loadSide(), wall),
                contender.residentBytes(),
                foreign.isPresent() ? foreign.getAsDouble() : null);
    }

    private static double micros(Duration time) {
        return time.toNanos() / 1e3;
    }

    /** Waits that long, unless the load fails before. */
    private static void await(CompletionStage<Void> failure, Duration length) throws InterruptedException {
        try {
            failure.toCompletableFuture().get(length.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException passed) {
            return;
        } catch (ExecutionException e) {
            throw new CompletionException("the load failed: %s".formatted(e.getMessage()), e);
        }
    }
}
