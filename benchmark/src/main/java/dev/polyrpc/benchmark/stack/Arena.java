package dev.polyrpc.benchmark.stack;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Every server that can be measured, started when first asked for. For use by one thread. */
public final class Arena implements AutoCloseable {
    private final Workshop workshop;
    private final Scale scale;
    private final Map<Entry, Supplier<Contestant>> starts = Map.of();

    private Arena(Workshop workshop, Scale scale) {
        this.workshop = workshop;
        this.scale = scale;
    }

    /** Fills a catalogue for the servers that need one. */
    public static Arena open(Workshop workshop, Scale scale) throws IOException, InterruptedException {
        return new Arena(workshop, scale);
    }

    /** All that can be measured: floors first, then wire by wire from plaintext up. */
    public static List<Entry> entries() {
        return List.of();
    }

    /** Starts its server, unless it runs, and connects. */
    public Contestant enter(Entry entry) throws IOException, InterruptedException {
        Supplier<Contestant> start = starts.get(entry);
        if (start == null) {
            throw new IllegalArgumentException("%s: no such entry at %s".formatted(entry, scale));
        }
        return start.get();
    }

    /** The processes that run, for whoever waits for a quiet machine. */
    public List<ChildProcess> processes() {
        return workshop.processes();
    }

    /** Ends a server, so that its memory and its threads are free; it is started anew when asked for. */
    public void retire(String server) {}

    @Override
    public void close() {}
}
