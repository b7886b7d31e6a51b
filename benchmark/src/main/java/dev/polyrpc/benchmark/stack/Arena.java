package dev.polyrpc.benchmark.stack;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Every server that can be measured, started when first asked for. For use by one thread. */
public final class Arena implements AutoCloseable {
    private static final String FILLED = "catalogue";

    private final Workshop workshop;
    private final Scale scale;
    private final Map<String, Competitor> competitors = new HashMap<>();
    private final Map<String, ChildProcess> running = new HashMap<>();
    private final Entrance entrance;

    private Arena(Workshop workshop, Scale scale) throws IOException, InterruptedException {
        this.workshop = workshop;
        this.scale = scale;
        this.entrance = new Entrance(workshop, scale);
        Competitor.all().forEach(competitor -> competitors.put(competitor.name(), competitor));
        fill();
    }

    /** Fills a catalogue for the servers that need one. */
    public static Arena open(Workshop workshop, Scale scale) throws IOException, InterruptedException {
        return new Arena(workshop, scale);
    }

    /** All that can be measured: floors first, then wire by wire from plaintext up. */
    public static List<Entry> entries() {
        return Competitor.all().stream()
                .flatMap(competitor -> competitor.entries().stream())
                .toList();
    }

    /** Starts its server, unless it runs, and connects. */
    public Contestant enter(Entry entry) throws IOException, InterruptedException {
        Competitor competitor = competitors.get(entry.server());
        if (competitor == null || !competitor.entries().contains(entry)) {
            throw new IllegalArgumentException("%s (expected: one of entries())".formatted(entry));
        }
        return entrance.connect(entry, started(competitor));
    }

    /** The processes that run, for whoever waits for a quiet machine. */
    public List<ChildProcess> processes() {
        return workshop.processes();
    }

    /** Ends a server, so that its memory and its threads are free; it is started anew when asked for. */
    public void retire(String server) {
        ChildProcess process = running.remove(server);
        if (process != null) {
            process.close();
        }
    }

    @Override
    public void close() {
        running.values().forEach(ChildProcess::close);
    }

    private ChildProcess started(Competitor competitor) throws IOException, InterruptedException {
        ChildProcess process = running.get(competitor.name());
        if (process == null) {
            process = start(competitor);
            running.put(competitor.name(), process);
        }
        return process;
    }

    private ChildProcess start(Competitor competitor) throws IOException, InterruptedException {
        String name = fileName(competitor.name());
        if (competitor.role() != Role.FLOOR) {
            workshop.copyDatabase(FILLED, name);
        }
        if (competitor.kind() == null) {
            List<String> flags = competitor.name().equals(Competitor.TUNED) ? Workshop.TUNED : List.of();
            return workshop.product(name, flags).process();
        }
        return workshop.server(name, competitor.kind(), competitor.cell().security(), competitor.role() == Role.LADDER);
    }

    private void fill() throws IOException, InterruptedException {
        try (Stack filling = workshop.product(FILLED, Workshop.TUNED);
                Connections connections = filling.connect(scale.connections())) {
            Catalogue catalogue = new Catalogue(connections, workshop.tokens().writer(), scale.products());
            catalogue.create();
            catalogue.adjust(scale.events());
        }
    }

    private static String fileName(String server) {
        return server.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-");
    }
}
