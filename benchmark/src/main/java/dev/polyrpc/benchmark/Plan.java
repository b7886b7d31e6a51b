package dev.polyrpc.benchmark;

import dev.polyrpc.benchmark.measure.Contest;
import dev.polyrpc.benchmark.section.WarmUp;
import dev.polyrpc.benchmark.section.WorkSection;
import dev.polyrpc.benchmark.stack.Entry;
import dev.polyrpc.benchmark.stack.Scale;
import dev.polyrpc.benchmark.stack.Work;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Set;
import java.util.function.Function;

/**
 * What a run does, and for how long: the more there is to measure, the shorter its windows. Immutable.
 *
 * @param entries what is measured
 * @param rounds windows of each, interleaved
 * @param window how long each counts
 * @param warmUp before each server's windows: not counted
 * @param open works that are measured by open loops too
 * @param rates of those, in calls a second
 * @param half whether gets also come at half of each server's peak
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
        WarmUp warmUp,
        Set<Work> open,
        List<Integer> rates,
        boolean half,
        int forks,
        Duration patience,
        Duration total) {
    /** Before the first window of each open loop. */
    static final Duration OPEN_WARM_UP = Duration.ofMillis(400);

    private static final Duration START = Duration.ofMillis(1_500);
    /** Of each series: connections, tokens, and to attach to the server. */
    private static final Duration ENTER = Duration.ofMillis(500);

    private static final int IN_FLIGHT = 64;
    private static final int CONNECTIONS = 4;

    /** What quick and full runs differ in. */
    private record Pace(
            int events,
            int rounds,
            WarmUp warmUp,
            Duration least,
            Duration most,
            Duration filling,
            Duration probes,
            Duration patience,
            Duration total) {}

    private static final Pace QUICK = new Pace(
            30_000,
            3,
            new WarmUp(Duration.ofSeconds(8), Duration.ofSeconds(9), Duration.ofSeconds(18), Duration.ofSeconds(60), 3),
            Duration.ofMillis(600),
            Duration.ofSeconds(3),
            Duration.ofSeconds(15),
            Duration.ofSeconds(14),
            Duration.ofSeconds(6),
            Duration.ofSeconds(150));
    private static final Pace FULL = new Pace(
            100_000,
            5,
            new WarmUp(Duration.ofSeconds(8), Duration.ofSeconds(9), Duration.ofSeconds(18), Duration.ofSeconds(60), 2),
            Duration.ofMillis(600),
            Duration.ofSeconds(6),
            Duration.ofSeconds(15),
            Duration.ofSeconds(590),
            Duration.ofSeconds(30),
            Duration.ofMinutes(28));

    /** Divides the time among these. */
    static Plan of(List<Entry> entries, boolean quick, int products, int subjects) {
        Pace pace = quick ? QUICK : FULL;
        Set<Work> open = quick ? Set.of(Work.GET) : Set.of(Work.GET, Work.ADJUST);
        List<Integer> rates = List.of(4_000);
        int forks = quick ? 0 : pace.rounds;
        long opened = entries.stream()
                .filter(entry -> open.contains(entry.work()) && WorkSection.opens(entry))
                .mapToLong(entry ->
                        rates.size() + (!quick && entry.work() == Work.GET && WorkSection.halves(entry) ? 1 : 0))
                .sum();
        List<Entry> forked = entries.stream().filter(Benchmark::isForked).toList();
        Duration entering = ENTER.multipliedBy(entries.size() + opened + (long) forks * forked.size());
        Duration fixed = pace.filling
                .plus(pace.probes)
                .plus(entering)
                .plus(warmUps(entries, pace.warmUp))
                .plus(warmUps(forked, pace.warmUp).multipliedBy(forks))
                .plus(OPEN_WARM_UP.multipliedBy(opened));
        long windows = (entries.size() + opened) * pace.rounds + (long) forks * forked.size();
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

    /** Of all, each server's first work being the longest. */
    private static Duration warmUps(List<Entry> entries, WarmUp warmUp) {
        Set<String> warm = new HashSet<>();
        Duration sum = Duration.ZERO;
        for (Entry entry : entries) {
            sum = sum.plus(warm.add(entry.server()) ? START.plus(warmUp.first(entry)) : warmUp.further(entry));
        }
        return sum;
    }

    /** Whether a work also comes at half of each server's peak. */
    boolean half(Work work) {
        return half && work == Work.GET;
    }

    /** How long it is recorded where a server's time goes. */
    Duration profile() {
        return Duration.ofSeconds(quick ? 5 : 10);
    }

    /** The conditions, for people. */
    @Override
    public String toString() {
        return "%s; medians of %d interleaved windows of %.1f s; servers warmed for %s, before further works for %s"
                .formatted(scale, rounds, window.toMillis() / 1e3, seconds(warmUp::first), seconds(warmUp::further));
    }

    /** From the least to the most of all that is measured. */
    private String seconds(Function<Entry, Duration> length) {
        LongSummaryStatistics millis = entries.stream()
                .mapToLong(entry -> length.apply(entry).toMillis())
                .summaryStatistics();
        return millis.getCount() == 0
                ? "0 s"
                : "%.1f to %.1f s".formatted(millis.getMin() / 1e3, millis.getMax() / 1e3);
    }
}
