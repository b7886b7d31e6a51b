package dev.polyrpc.benchmark.section;

import dev.polyrpc.benchmark.measure.Contest;
import dev.polyrpc.benchmark.measure.Metric;
import dev.polyrpc.benchmark.measure.Mode;
import dev.polyrpc.benchmark.measure.Series;
import dev.polyrpc.benchmark.result.Run;
import dev.polyrpc.benchmark.stack.Contestant;
import dev.polyrpc.benchmark.stack.Entry;
import dev.polyrpc.benchmark.stack.Role;
import dev.polyrpc.benchmark.stack.Security;
import dev.polyrpc.benchmark.stack.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One work at all servers: the closed loop for the peak, then open loops where wanted. For use by one thread.
 *
 * @param rates of the open loops; none = no open loop
 * @param half whether there is one at half of each server's peak, libraries alone left out
 */
public record WorkSection(int rounds, Duration window, List<Integer> rates, boolean half, Duration openWarmUp) {
    /** Asked for more, a server's latencies only say how long the run was. */
    private static final double MOST_OF_PEAK = 0.9;

    /** Whether a server gets open loops: those on the lower steps only show what a call costs there, and echo is no call. */
    public static boolean opens(Entry entry) {
        return entry.work().unary()
                && entry.cell().wire() != Wire.ECHO
                && (entry.role() == Role.FLOOR || entry.cell().security() == Security.TOKEN);
    }

    /** Whether it also gets half of its peak: a library alone is compared at the same rate as all. */
    public static boolean halves(Entry entry) {
        return opens(entry) && entry.role() != Role.FLOOR;
    }

    /** Measures; servers that are not among the warm ones get all of the warm-up, the others what another work needs. */
    public void run(Field field, List<Entry> entries, WarmUp warmUp, Set<String> warm)
            throws IOException, InterruptedException {
        try (Contestants contestants = new Contestants(field)) {
            try (Contest contest = field.contest()) {
                Set<String> fresh = new HashSet<>();
                for (Entry entry : entries) {
                    Contestant contestant = contestants.enter(entry);
                    contest.add(Series.peak(entry), contestant.servers(), contestant.load());
                    boolean first = warm.add(entry.server()) && fresh.add(entry.server());
                    contest.warmUpLatest(first ? warmUp.first(entry) : warmUp.further(entry));
                }
                contest.run(rounds, window);
                contest.footprints().stream()
                        .filter(footprint -> fresh.contains(footprint.server()))
                        .forEach(field.recorder()::footprint);
            }
            if (half || !rates.isEmpty()) {
                if (contestants.renew()) {
                    know(field, contestants.all(), warmUp);
                }
                open(field, contestants.all());
            }
        }
    }

    /** At full load: at the rate of an open loop new tokens would come too slowly. */
    private static void know(Field field, List<Contestant> contestants, WarmUp warmUp)
            throws IOException, InterruptedException {
        try (Contest contest = field.contest()) {
            for (Contestant contestant : contestants) {
                Entry entry = contestant.entry();
                if (entry.cell().security() == Security.TOKEN) {
                    contest.add(Series.peak(entry), contestant.servers(), contestant.load());
                    contest.warmUpLatest(warmUp.known(entry));
                }
            }
        }
    }

    private void open(Field field, List<Contestant> contestants) throws IOException, InterruptedException {
        try (Contest contest = field.contest()) {
            for (Contestant contestant : contestants) {
                if (opens(contestant.entry())) {
                    add(contest, contestant, most(field.recorder().run(), contestant.entry()));
                }
            }
            contest.run(rounds, window);
        }
    }

    /** NaN where it failed. */
    private static double most(Run run, Entry entry) {
        Series peak = Series.peak(entry);
        return Run.figure(run.of(peak::equals), Metric.PER_SECOND).median();
    }

    private void add(Contest contest, Contestant contestant, double most) throws IOException, InterruptedException {
        for (int rate : rates) {
            if (rate < most * MOST_OF_PEAK) {
                add(contest, contestant, Mode.RATE, rate);
            }
        }
        if (half && halves(contestant.entry()) && most > 2) {
            add(contest, contestant, Mode.HALF, (int) (most / 2));
        }
    }

    private void add(Contest contest, Contestant contestant, Mode mode, int rate)
            throws IOException, InterruptedException {
        contest.add(Series.open(contestant.entry(), mode, rate), contestant.servers(), contestant.open(rate));
        contest.warmUpLatest(openWarmUp);
    }
}
