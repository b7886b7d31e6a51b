package dev.polyrpc.benchmark.stack;

import dev.polyrpc.benchmark.server.Kind;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Every server that can be measured, started when first asked for. For use by one thread. */
public final class Arena implements AutoCloseable {
    /** The database of which every server gets a copy, as {@link Workshop#copyDatabase} makes it. */
    public static final String FILLED = "catalogue";

    private final Workshop workshop;
    private final Scale scale;
    private final Map<String, Competitor> competitors = new HashMap<>();
    private final Map<String, List<ChildProcess>> running = new HashMap<>();
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

    /** How much there is in the catalogue, and who asks. */
    public Scale scale() {
        return scale;
    }

    /** Ends a server, so that its memory and its threads are free; it is started anew when asked for. */
    public void retire(String server) {
        running.getOrDefault(server, List.of()).forEach(ChildProcess::close);
        running.remove(server);
    }

    @Override
    public void close() {
        running.values().forEach(processes -> processes.forEach(ChildProcess::close));
    }

    private List<ChildProcess> started(Competitor competitor) throws IOException, InterruptedException {
        List<ChildProcess> processes = running.get(competitor.name());
        if (processes == null) {
            processes = start(competitor);
            running.put(competitor.name(), processes);
        }
        return processes;
    }

    /** The first of them is the one that is called. */
    private List<ChildProcess> start(Competitor competitor) throws IOException, InterruptedException {
        String name = fileName(competitor.name());
        if (competitor.role() != Role.FLOOR) {
            workshop.copyDatabase(FILLED, name);
        }
        Kind kind = competitor.kind();
        if (kind != null) {
            boolean database = competitor.role() == Role.LADDER;
            return List.of(workshop.server(name, kind, competitor.cell().security(), database));
        }
        List<String> flags = competitor.name().equals(Competitor.TUNED) ? Workshop.TUNED : List.of();
        ChildProcess product = workshop.product(name, flags).process();
        if (competitor.cell().wire() != Wire.GRAPHQL) {
            return List.of(product);
        }
        ChildProcess returns = workshop.returns(name + "-returns", product);
        return List.of(workshop.gateway(name + "-gateway", product, returns), product, returns);
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
