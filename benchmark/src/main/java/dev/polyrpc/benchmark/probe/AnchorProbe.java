package dev.polyrpc.benchmark.probe;

import dev.polyrpc.benchmark.load.GraphqlRequests;
import dev.polyrpc.benchmark.measure.Figure;
import dev.polyrpc.benchmark.server.Kind;
import dev.polyrpc.benchmark.stack.ChildProcess;
import dev.polyrpc.benchmark.stack.Workshop;
import dev.polyrpc.kit.process.Closers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The gateway beside the libraries that people take for this, all of them over returns and products in memory: with the same
 * TLS, the same check of the token, the same schema and the same flags.
 */
final class AnchorProbe implements Probe {
    private static final List<Kind> KINDS = List.of(Kind.GRAPHQL_MEMORY, Kind.GRAPHQL_VERTX, Kind.GRAPHQL_ARMERIA);
    private static final List<String> IDS = List.of("gateway", "vertx", "armeria");
    private static final List<String> NAMES = List.of("gateway", "vertx-web-graphql", "armeria-graphql");

    private final Workshop workshop;
    private final Rounds rounds;

    AnchorProbe(Workshop workshop, Rounds rounds) {
        this.workshop = workshop;
        this.rounds = rounds;
    }

    @Override
    public List<String> goals() {
        return List.of("P12");
    }

    @Override
    public List<Reading> measure(boolean quick, Consumer<String> progress) throws IOException, InterruptedException {
        GraphCosts costs = new GraphCosts(workshop, rounds, quick, progress);
        Closers closers = new Closers();
        try {
            List<ChildProcess> servers = new ArrayList<>();
            for (Kind kind : KINDS) {
                ChildProcess server = workshop.graph("anchor-" + IDS.get(servers.size()), kind);
                closers.push(server::close);
                servers.add(server);
            }
            List<Reading> readings = new ArrayList<>();
            add(readings, "returns", "50 returns with products", costs.of("returns", GraphqlRequests.RETURNS, servers));
            add(readings, "typename", "{ __typename }", costs.of("__typename", GraphqlRequests.TYPENAME, servers));
            return readings;
        } finally {
            closers.close();
        }
    }

    private static void add(List<Reading> readings, String id, String what, List<Figure> figures) {
        for (int n = 0; n < figures.size(); n++) {
            readings.add(new Reading(
                    "P12",
                    "%s-%s".formatted(id, IDS.get(n)),
                    "%s, %s from memory, CPU".formatted(what, NAMES.get(n)),
                    "us",
                    figures.get(n)));
        }
    }
}
