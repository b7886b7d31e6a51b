package dev.polyrpc.benchmark.probe;

import dev.polyrpc.benchmark.load.Callers;
import dev.polyrpc.benchmark.load.ClosedLoad;
import dev.polyrpc.benchmark.load.GrpcClient;
import dev.polyrpc.benchmark.load.GrpcQuestions;
import dev.polyrpc.benchmark.load.Load;
import dev.polyrpc.benchmark.measure.Figure;
import dev.polyrpc.benchmark.server.Kind;
import dev.polyrpc.benchmark.stack.Arena;
import dev.polyrpc.benchmark.stack.ChildProcess;
import dev.polyrpc.benchmark.stack.Connections;
import dev.polyrpc.benchmark.stack.Scale;
import dev.polyrpc.benchmark.stack.Security;
import dev.polyrpc.benchmark.stack.Stack;
import dev.polyrpc.benchmark.stack.Work;
import dev.polyrpc.benchmark.stack.Workshop;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Two servers behind each other, over mutual TLS: where the first exchanges its callers' tokens for the second and both verify
 * what they get, and where nobody sends any.
 */
final class ChainProbe implements Probe {
    private static final String PLAIN = "chain-plain";
    private static final String EXCHANGING = "chain-exchanging";
    private static final String ISSUED = "polyrpc_tokens_total{outcome=\"issued\"";
    private static final int LEARNING_MS = 5_000;
    private static final int LEAD_MS = 300;

    private final Workshop workshop;
    private final Scale scale;
    private final Rounds rounds;

    ChainProbe(Workshop workshop, Arena arena, Rounds rounds) {
        this.workshop = workshop;
        this.scale = arena.scale();
        this.rounds = rounds;
    }

    @Override
    public List<String> goals() {
        return List.of("P7");
    }

    @Override
    public List<Reading> measure(boolean quick, Consumer<String> progress) throws IOException, InterruptedException {
        int turns = quick ? 3 : 5;
        long millis = quick ? 700 : 1_000;
        List<String> tokens = workshop.tokens().forGateway(scale.subjects());
        progress.accept("a chain of calls, with and without tokens");
        try (Chain plain = chain(PLAIN, Security.MUTUAL_TLS, Callers.nobody());
                Chain exchanging = chain(EXCHANGING, Security.TOKEN, Callers.of(tokens))) {
            double before = Metrics.sum(workshop.tokenProcess(), ISSUED);
            long start = System.nanoTime();
            Windows.of(plain.load(), 0, LEARNING_MS);
            Windows.of(exchanging.load(), 0, LEARNING_MS);
            List<Figure> figures = rounds.interleaved(
                    turns, List.of(() -> perSecond(plain, millis), () -> perSecond(exchanging, millis)));
            double signatures = Metrics.sum(workshop.tokenProcess(), ISSUED) - before;
            double minutes = Math.max(1, (System.nanoTime() - start) / (double) TimeUnit.MINUTES.toNanos(1));
            return List.of(
                    new Reading("P7", PLAIN, "client, relay, service: nobody sends a token", "calls/s", figures.get(0)),
                    new Reading("P7", EXCHANGING, "the same, tokens exchanged and verified", "calls/s", figures.get(1)),
                    new Reading(
                            "P7",
                            "signatures",
                            "tokens signed for each of %,d subjects, a minute".formatted(scale.subjects()),
                            "",
                            Figure.of(signatures / scale.subjects() / minutes)));
        }
    }

    private Chain chain(String name, Security security, Callers callers) throws IOException, InterruptedException {
        workshop.copyDatabase(Arena.FILLED, name);
        Stack service = workshop.ladder(name, Kind.GRPC, security);
        ChildProcess relay = workshop.relay(name + "-relay", security, service);
        GrpcClient<?, ?> client = new GrpcClient<>(
                Connections.mutualTls(relay.port("grpc"), "gateway", scale.connections(), workshop.certificates()),
                callers,
                GrpcQuestions.of(Work.GET, scale.products()));
        return new Chain(relay, service, client, new ClosedLoad(client, scale.inFlight()));
    }

    private static double perSecond(Chain chain, long millis) throws IOException, InterruptedException {
        return Windows.of(chain.load(), LEAD_MS, millis).perSecond();
    }

    /** Both servers, and who calls the first. */
    private record Chain(ChildProcess relay, Stack service, GrpcClient<?, ?> client, Load load)
            implements AutoCloseable {
        @Override
        public void close() {
            client.close();
            relay.close();
            service.close();
        }
    }
}
