package dev.polyrpc.benchmark.section;

import dev.polyrpc.benchmark.stack.Contestant;
import dev.polyrpc.benchmark.stack.Entry;
import dev.polyrpc.benchmark.stack.SubjectTokens;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Connections to the servers of one part. For use by one thread. */
final class Contestants implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(2);

    private static final Duration MOST_AGE = SubjectTokens.LIFETIME.dividedBy(3);

    private final Field field;
    private final long opened = System.nanoTime();
    private final List<Contestant> all = new ArrayList<>();

    Contestants(Field field) {
        this.field = field;
    }

    /** Starts its server, unless it runs, and connects. */
    Contestant enter(Entry entry) throws IOException, InterruptedException {
        field.steps().next("%s, starting".formatted(entry.server()), START);
        Contestant contestant = field.arena().enter(entry);
        all.add(contestant);
        return contestant;
    }

    List<Contestant> all() {
        return List.copyOf(all);
    }

    /** Connects to the same anew, with new tokens, where those that there are might not live until the end of a part: then true. */
    boolean renew() throws IOException, InterruptedException {
        if (System.nanoTime() - opened < MOST_AGE.toNanos()) {
            return false;
        }
        List<Entry> entries = all.stream().map(Contestant::entry).toList();
        close();
        all.clear();
        for (Entry entry : entries) {
            enter(entry);
        }
        return true;
    }

    @Override
    public void close() {
        all.forEach(Contestant::close);
    }
}
