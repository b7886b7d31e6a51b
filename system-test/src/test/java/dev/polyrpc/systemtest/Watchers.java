package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.systemtest.history.Watched;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Watches of every kind, each a process, over both services. */
final class Watchers implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String FROM_THE_FIRST = "--after=0";
    private static final String IMPATIENT =
            "--patience=1ms"; // ends at each loss, and is started again after its last event

    private final Landscape landscape;
    private final List<WatcherProgram> all;

    private Watchers(Landscape landscape, List<WatcherProgram> all) {
        this.landscape = landscape;
        this.all = all;
    }

    /** Starts them, and waits until each is on. */
    static Watchers start(Landscape landscape) {
        Watchers watchers = new Watchers(
                landscape,
                List.of(
                        WatcherProgram.ofStock(landscape, "stock-all", "warehouse", Watched.all(), FROM_THE_FIRST),
                        WatcherProgram.ofStock(landscape, "stock-from-now", "auditor", Watched.all(), IMPATIENT),
                        WatcherProgram.ofStock(
                                landscape,
                                "stock-of-chai-for-alice",
                                "alice",
                                Watched.all().of("chai").by("alice"),
                                FROM_THE_FIRST,
                                "--product=chai"),
                        WatcherProgram.ofReturns(landscape, "returns-all", "auditor", Watched.all(), FROM_THE_FIRST),
                        WatcherProgram.ofReturns(
                                landscape,
                                "returns-of-bob-from-now",
                                "bob",
                                Watched.all().by("bob"))));
        watchers.all.forEach(WatcherProgram::awaitOn);
        return watchers;
    }

    /** Waits until all watches of a service are open to the process that runs now, and some watcher then shows more events. */
    void awaitFlow(Built service, int events, Runnable meanwhile) {
        List<WatcherProgram> watchers =
                all.stream().filter(watcher -> watcher.service() == service).toList();
        OpenStreams streams = new OpenStreams(landscape, service);
        Eventually.seldom("all watches of %s are open".formatted(service.label()), LIMIT, () -> {
            meanwhile.run();
            goOn();
            return streams.watches() == watchers.size();
        });
        List<Long> before = watchers.stream().map(WatcherProgram::seen).toList();
        Eventually.seldom("a watcher of %s sees more".formatted(service.label()), LIMIT, () -> {
            meanwhile.run();
            return IntStream.range(0, watchers.size())
                    .anyMatch(i -> watchers.get(i).seen() >= before.get(i) + events);
        });
    }

    /** Starts those again that have given up. */
    void goOn() {
        all.forEach(WatcherProgram::goOnIfEnded);
    }

    /** Waits until each has seen the last that it is to see. */
    void awaitLast() {
        all.forEach(watcher -> watcher.awaitSeen(watcher.last()));
    }

    /** Each saw each event once, in order and as it is kept. */
    void check() {
        assertThat(all.stream().map(WatcherProgram::difference).flatMap(Optional::stream))
                .isEmpty();
    }

    @Override
    public void close() {
        all.forEach(WatcherProgram::end);
    }

    @Override
    public String toString() {
        return String.join(
                "%n  ".formatted(), all.stream().map(Object::toString).toList());
    }
}
