package dev.polyrpc.benchmark;

import dev.polyrpc.benchmark.measure.Contest;
import dev.polyrpc.benchmark.section.WorkSection;
import dev.polyrpc.benchmark.stack.Entry;
import dev.polyrpc.benchmark.stack.Scale;
import dev.polyrpc.benchmark.stack.Work;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What a run does, and for how long: the more there is to measure, the shorter its windows. Immutable.
 *
 * @param entries what is measured
 * @param rounds windows of each, interleaved
 * @param window how long each counts
 * @param warmUp of a server before its first window; a third of it before each further work: not counted
 * @param open works that are measured by open loops too
 * @param rates of those, in calls a second
 * @param half whether also at half of each server's peak
 * @param forks how often the yardsticks are measured in new processes
 * @param patience spent in all on repeating windows that others disturbed
 * @param total what all of it is expected to take
 */
record Plan(
        boolean quick,
        Scale scale,
        List<Entry> entries,
        int rounds,
        Duration window,
        Duration warmUp,
        Set<Work> open,
        List<Integer> rates,
        boolean half,
        int forks,
        Duration patience,
        Duration total) {
    /** Servers whose figures decide the most important goals. */
    static final int FORKED = 5;
    /** Before each window of an open loop's series the first time. */
    static final Duration OPEN_WARM_UP = Duration.ofMillis(400);

    private static final Duration START = Duration.ofSeconds(2);
    private static final int IN_FLIGHT = 64;
    private static final int CONNECTIONS = 4;

    /** What quick and full runs differ in. */
    private record Pace(
            int events,
            int rounds,
            Duration warmUp,
            Duration least,
            Duration most,
            Duration filling,
            Duration probes,
            Duration patience,
            Duration total) {}

    private static final Pace QUICK = new Pace(
            30_000,
            3,
            Duration.ofMillis(2_500),
            Duration.ofMillis(500),
            Duration.ofMillis(1_500),
            Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            Duration.ofSeconds(8),
            Duration.ofSeconds(155));
    private static final Pace FULL = new Pace(
            100_000,
            5,
            Duration.ofSeconds(8),
            Duration.ofMillis(800),
            Duration.ofSeconds(6),
            Duration.ofSeconds(20),
            Duration.ofMinutes(5),
            Duration.ofMinutes(1),
            Duration.ofMinutes(27));

    /** Divides the time among these. */
    static Plan of(List<Entry> entries, boolean quick, int products, int subjects) {
        Pace pace = quick ? QUICK : FULL;
        Set<Work> open = quick ? Set.of(Work.GET) : Set.of(Work.GET, Work.ADJUST);
        List<Integer> rates = quick ? List.of(4_000) : List.of(1_000, 4_000);
        int forks = quick ? 0 : pace.rounds;
        long opened = entries.stream()
                        .filter(entry -> open.contains(entry.work()) && WorkSection.opens(entry))
                        .count()
                * (rates.size() + (quick ? 0 : 1));
        long servers = entries.stream().map(Entry::server).distinct().count();
        Duration fixed = pace.filling
                .plus(pace.probes)
                .plus(START.plus(pace.warmUp).multipliedBy(servers + (long) forks * FORKED))
                .plus(pace.warmUp.dividedBy(3).multipliedBy(entries.size() - servers))
                .plus(OPEN_WARM_UP.multipliedBy(opened));
        long windows = (entries.size() + opened) * pace.rounds + (long) forks * FORKED;
        Duration each = windows == 0
                ? pace.most
                : pace.total.minus(fixed).dividedBy(windows).minus(Contest.LEAD_IN);
        Duration window =
                each.compareTo(pace.least) < 0 ? pace.least : each.compareTo(pace.most) > 0 ? pace.most : each;
        return new Plan(
                quick,
                new Scale(products, subjects, pace.events, IN_FLIGHT, CONNECTIONS),
                List.copyOf(entries),
                pace.rounds,
                window,
                pace.warmUp,
                open,
                rates,
                !quick,
                forks,
                pace.patience,
                fixed.plus(window.plus(Contest.LEAD_IN).multipliedBy(windows)));
    }

    /** The conditions, for people. */
    @Override
    public String toString() {
        return "%,d products asked at random, %,d subjects, %d calls in flight over %d connections (one each where a wire carries one call at a time); medians of %d interleaved windows of %.1f s, after %.1f s warm-up"
                .formatted(
                        scale.products(),
                        scale.subjects(),
                        scale.inFlight(),
                        scale.connections(),
                        rounds,
                        window.toMillis() / 1e3,
                        warmUp.toMillis() / 1e3);
    }
}
