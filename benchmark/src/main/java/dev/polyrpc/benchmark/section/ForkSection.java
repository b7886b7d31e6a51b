package dev.polyrpc.benchmark.section;

import dev.polyrpc.benchmark.measure.Contest;
import dev.polyrpc.benchmark.measure.Series;
import dev.polyrpc.benchmark.stack.Contestant;
import dev.polyrpc.benchmark.stack.Entry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Each round in new processes, as a compiler decides anew in each: the figures of record. For use by one thread. */
public record ForkSection(int forks, Duration window, WarmUp warmUp) {
    /** Measures. */
    public void run(Field field, List<Entry> entries) throws IOException, InterruptedException {
        for (int fork = 1; fork <= forks; fork++) {
            entries.forEach(entry -> field.arena().retire(entry.server()));
            try (Contestants contestants = new Contestants(field);
                    Contest contest = field.contest()) {
                for (Entry entry : entries) {
                    Contestant contestant = contestants.enter(entry);
                    contest.add(Series.forks(entry), contestant.servers(), contestant.load());
                    contest.warmUpLatest(warmUp.first(entry));
                }
                contest.round(fork, forks, window);
            }
        }
    }
}
