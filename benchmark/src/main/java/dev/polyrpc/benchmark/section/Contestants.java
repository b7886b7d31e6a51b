package dev.polyrpc.benchmark.section;

import dev.polyrpc.benchmark.stack.Contestant;
import dev.polyrpc.benchmark.stack.Entry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Connections to the servers of one part. For use by one thread. */
final class Contestants implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(2);

    private final Field field;
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
        return all;
    }

    @Override
    public void close() {
        all.forEach(Contestant::close);
    }
}
