package dev.polyrpc.benchmark.probe;

import dev.polyrpc.benchmark.load.GraphqlRequests;
import dev.polyrpc.benchmark.measure.Figure;
import dev.polyrpc.benchmark.stack.Arena;
import dev.polyrpc.benchmark.stack.ChildProcess;
import dev.polyrpc.benchmark.stack.Contestant;
import dev.polyrpc.benchmark.stack.OpenedReturns;
import dev.polyrpc.benchmark.stack.Work;
import dev.polyrpc.benchmark.stack.Workshop;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** The gateway over both services, beside what one writes by hand who needs these two calls and this JSON, and no GraphQL. */
final class ByHandProbe implements Probe {
    private static final String SERVER = "GraphQL";
    private static final int RETURNS = 50;

    private final Workshop workshop;
    private final Arena arena;
    private final Rounds rounds;

    ByHandProbe(Workshop workshop, Arena arena, Rounds rounds) {
        this.workshop = workshop;
        this.arena = arena;
        this.rounds = rounds;
    }

    @Override
    public List<String> goals() {
        return List.of("P12");
    }

    @Override
    public boolean wantsContestants() {
        return true;
    }

    @Override
    public List<Reading> measure(boolean quick, Consumer<String> progress) throws IOException, InterruptedException {
        try (Contestant graph = arena.enter(Entries.of(SERVER, Work.LIST))) {
            ChildProcess gateway = graph.servers().get(0);
            ChildProcess product = graph.servers().get(1);
            ChildProcess returns = graph.servers().get(2);
            OpenedReturns.open(returns, workshop, RETURNS);
            try (ChildProcess byHand = workshop.byHand("by-hand", product, returns)) {
                List<Figure> figures = new GraphCosts(workshop, rounds, quick, progress)
                        .of("returns over gRPC", GraphqlRequests.RETURNS, List.of(gateway, byHand));
                return List.of(
                        new Reading(
                                "P12",
                                "grpc-gateway",
                                "50 returns with products, gateway over both services, its CPU",
                                "us",
                                figures.get(0)),
                        new Reading("P12", "grpc-by-hand", "the same, written by hand, CPU", "us", figures.get(1)));
            }
        }
    }
}
