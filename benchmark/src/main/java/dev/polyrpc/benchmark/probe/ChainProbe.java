package dev.polyrpc.benchmark.probe;

import dev.polyrpc.benchmark.load.Callers;
import dev.polyrpc.benchmark.load.ClosedLoad;
import dev.polyrpc.benchmark.load.GrpcClient;
import dev.polyrpc.benchmark.load.GrpcQuestions;
import dev.polyrpc.benchmark.load.Load;
import dev.polyrpc.benchmark.load.OpenLoad;
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
import dev.polyrpc.kit.process.Closers;
import java.io.IOException;
import java.time.Duration;
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
    private static final int TURNS = 5;
    private static final int LEARNING_MS = 20_000;
    private static final int LEAD_MS = 300;
    private static final int WINDOW_MS = 1_000;
    /** Signatures are counted for so long at least, or a client that signs every half minute would pass. */
    private static final Duration COUNTED = Duration.ofSeconds(45);
    /** Calls while that goes on: of each subject several in half a minute. */
    private static final int MEANWHILE_PER_SECOND = 200;

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
        List<String> tokens = workshop.tokens().forGateway(scale.subjects());
        progress.accept("a chain of calls, with and without tokens");
        try (Chain plain = chain(PLAIN, Security.MUTUAL_TLS, Callers.nobody());
                Chain exchanging = chain(EXCHANGING, Security.TOKEN, Callers.of(tokens))) {
            Windows.settle(exchanging.load(), LEARNING_MS); // here each subject's token is signed for the first time
            double before = Metrics.sum(workshop.tokenProcess(), ISSUED);
            long start = System.nanoTime();
            Windows.settle(plain.load(), LEARNING_MS);
            List<Figure> figures =
                    rounds.interleaved(TURNS, List.of(() -> perSecond(plain), () -> perSecond(exchanging)));
            progress.accept("how often tokens are signed anew");
            long rest = COUNTED.toNanos() - (System.nanoTime() - start);
            Windows.of(
                    new OpenLoad(exchanging.client(), MEANWHILE_PER_SECOND),
                    0,
                    TimeUnit.NANOSECONDS.toMillis(Math.max(0, rest)));
            double minutes = (System.nanoTime() - start) / (double) TimeUnit.MINUTES.toNanos(1);
            double signatures = Metrics.sum(workshop.tokenProcess(), ISSUED) - before;
            return List.of(
                    new Reading("P7", PLAIN, "client, relay, service: nobody sends a token", "calls/s", figures.get(0)),
                    new Reading("P7", EXCHANGING, "the same, tokens exchanged and verified", "calls/s", figures.get(1)),
                    new Reading(
                            "P7",
                            "signatures",
                            "tokens signed anew for each of %,d subjects, a minute".formatted(scale.subjects()),
                            "",
                            Figure.of(signatures / scale.subjects() / minutes)));
        }
    }

    private Chain chain(String name, Security security, Callers callers) throws IOException, InterruptedException {
        workshop.copyDatabase(Arena.FILLED, name);
        Closers closers = new Closers();
        try {
            Stack service = workshop.ladder(name, Kind.GRPC, security);
            closers.push(service::close);
            ChildProcess relay = workshop.relay(name + "-relay", security, service);
            closers.push(relay::close);
            GrpcClient<?, ?> client = new GrpcClient<>(
                    Connections.mutualTls(relay.port("grpc"), "gateway", scale.connections(), workshop.certificates()),
                    callers,
                    GrpcQuestions.of(Work.GET, scale.products()));
            closers.push(client::close);
            return new Chain(client, new ClosedLoad(client, scale.inFlight()), closers);
        } catch (IOException | InterruptedException | RuntimeException e) {
            closers.closeAfter(e);
            throw e;
        }
    }

    private static double perSecond(Chain chain) throws IOException, InterruptedException {
        return Windows.of(chain.load(), LEAD_MS, WINDOW_MS).perSecond();
    }

    /** Who calls the first of both servers, and how to end all three. */
    private record Chain(GrpcClient<?, ?> client, Load load, Closers closers) implements AutoCloseable {
        @Override
        public void close() {
            closers.close();
        }
    }
}
