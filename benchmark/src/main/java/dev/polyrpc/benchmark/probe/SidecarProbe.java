package dev.polyrpc.benchmark.probe;

import static java.util.Objects.requireNonNull;

import dev.polyrpc.benchmark.load.Callers;
import dev.polyrpc.benchmark.load.Client;
import dev.polyrpc.benchmark.load.ClosedLoad;
import dev.polyrpc.benchmark.load.GrpcClient;
import dev.polyrpc.benchmark.load.GrpcQuestions;
import dev.polyrpc.benchmark.load.GrpcWebAnswers;
import dev.polyrpc.benchmark.load.GrpcWebRequests;
import dev.polyrpc.benchmark.load.HttpAnswers;
import dev.polyrpc.benchmark.load.OpenLoad;
import dev.polyrpc.benchmark.load.RestRequests;
import dev.polyrpc.benchmark.load.SocketClient;
import dev.polyrpc.benchmark.measure.Figure;
import dev.polyrpc.benchmark.stack.Arena;
import dev.polyrpc.benchmark.stack.ChildProcess;
import dev.polyrpc.benchmark.stack.Connections;
import dev.polyrpc.benchmark.stack.Scale;
import dev.polyrpc.benchmark.stack.Sidecars;
import dev.polyrpc.benchmark.stack.Stack;
import dev.polyrpc.benchmark.stack.Work;
import dev.polyrpc.benchmark.stack.Workshop;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** What an Envoy beside the service, and one more beside its caller or at the edge, add to a get: time and CPU. */
final class SidecarProbe implements Probe {
    private static final String GOAL = "P19";
    private static final String ALONE = "alone";
    private static final String BESIDE = "beside";
    private static final int LEARNING_MS = 18_000;
    /** Of a way whose service has learnt already. */
    private static final int MORE_LEARNING_MS = 6_000;

    private static final int PER_SECOND = 1_000;
    private static final int TURNS = 5;
    private static final int LEAD_MS = 300;
    private static final int WINDOW_MS = 1_000;
    /** Places among the figures of a way. */
    private static final int P50 = 2;

    private static final int P99 = 3;

    /** Makes a client, whose connections are its own. */
    @FunctionalInterface
    private interface Opening {
        Client open() throws IOException, InterruptedException;
    }

    /** A way to the service, what is measured on it, and what that is called. */
    private record Way(String id, String what, int learningMs, List<ChildProcess> processes, Opening opening) {
        Duration cpu() {
            return processes.stream().map(ChildProcess::cpu).reduce(Duration.ZERO, Duration::plus);
        }
    }

    private final Workshop workshop;
    private final Scale scale;
    private final Rounds rounds;

    SidecarProbe(Workshop workshop, Arena arena, Rounds rounds) {
        this.workshop = workshop;
        this.scale = arena.scale();
        this.rounds = rounds;
    }

    @Override
    public List<String> goals() {
        return List.of(GOAL);
    }

    @Override
    public List<Reading> measure(boolean quick, Consumer<String> progress) throws IOException, InterruptedException {
        workshop.copyDatabase(Arena.FILLED, ALONE);
        workshop.copyDatabase(Arena.FILLED, BESIDE);
        try (Stack product = workshop.product(ALONE, List.of());
                Sidecars sidecars = Sidecars.start(workshop, BESIDE)) {
            List<Way> ways = ways(product, sidecars);
            List<Rounds.Round> all = new ArrayList<>();
            for (Way way : ways) {
                progress.accept("gets " + way.what() + ", to learn by");
                try (Client client = way.opening().open()) {
                    Windows.settle(new ClosedLoad(client, scale.inFlight()), way.learningMs());
                }
                all.addAll(rounds(way));
            }
            progress.accept("gets by each way in turn");
            return readings(ways, rounds.interleaved(TURNS, all));
        }
    }

    private List<Way> ways(Stack product, Sidecars sidecars) throws IOException {
        List<String> tokens = workshop.tokens().readers(scale.subjects());
        int connections = scale.connections();
        return List.of(
                new Way(
                        "none",
                        "without sidecars",
                        LEARNING_MS,
                        List.of(product.process()),
                        () -> grpc(product.connect(connections), tokens)),
                new Way(
                        "one",
                        "through one sidecar",
                        LEARNING_MS,
                        sidecars.one(),
                        () -> grpc(sidecars.throughOne(connections), tokens)),
                new Way(
                        "two",
                        "through two sidecars",
                        MORE_LEARNING_MS,
                        sidecars.two(),
                        () -> grpc(sidecars.throughTwo(connections), tokens)),
                new Way(
                        "web",
                        "by gRPC-Web through edge and sidecar",
                        MORE_LEARNING_MS,
                        sidecars.behindEdge(),
                        () -> new SocketClient(
                                sidecars.toEdge(),
                                scale.inFlight(),
                                GrpcWebRequests.get(scale.products(), tokens),
                                new GrpcWebAnswers())),
                new Way(
                        "rest",
                        "by REST through edge and sidecar",
                        MORE_LEARNING_MS,
                        sidecars.behindEdge(),
                        () -> new SocketClient(
                                sidecars.toEdge(),
                                scale.inFlight(),
                                RestRequests.of(Work.GET, scale.products(), tokens),
                                new HttpAnswers())));
    }

    private Client grpc(Connections connections, List<String> tokens) {
        return new GrpcClient<>(connections, Callers.of(tokens), GrpcQuestions.of(Work.GET, scale.products()));
    }

    /**
     * Of one window each: a closed loop's calls and CPU, an open loop's latencies. Each has connections of its own, as the edge
     * closes those that are idle.
     */
    private List<Rounds.Round> rounds(Way way) {
        AtomicReference<Windows.Counted> last = new AtomicReference<>();
        return List.of(
                () -> {
                    try (Client client = way.opening().open()) {
                        last.set(Windows.of(new ClosedLoad(client, scale.inFlight()), LEAD_MS, WINDOW_MS, way::cpu));
                    }
                    return requireNonNull(last.get()).cpuMicrosEach();
                },
                () -> requireNonNull(last.get()).perSecond(),
                () -> {
                    try (Client client = way.opening().open()) {
                        last.set(Windows.of(new OpenLoad(client, PER_SECOND), LEAD_MS, WINDOW_MS));
                    }
                    return requireNonNull(last.get()).p50();
                },
                () -> requireNonNull(last.get()).p99());
    }

    private static List<Reading> readings(List<Way> ways, List<Figure> figures) {
        List<Reading> readings = new ArrayList<>();
        int each = figures.size() / ways.size();
        for (int n = 0; n < ways.size(); n++) {
            Way way = ways.get(n);
            List<Figure> its = figures.subList(n * each, (n + 1) * each);
            readings.add(reading("cpu-" + way.id(), "get " + way.what() + ": CPU of all servers", "us", its.get(0)));
            readings.add(reading("peak-" + way.id(), "get " + way.what() + ": peak", "calls/s", its.get(1)));
            readings.add(reading("p50-" + way.id(), "get " + way.what() + ", 1,000/s: p50", "us", its.get(2)));
            readings.add(reading("p99-" + way.id(), "get " + way.what() + ", 1,000/s: p99", "us", its.get(3)));
        }
        for (int n = 1; n < ways.size(); n++) {
            Way way = ways.get(n);
            readings.add(added("p50", way, figures.get(n * each + P50), figures.get(P50)));
            readings.add(added("p99", way, figures.get(n * each + P99), figures.get(P99)));
        }
        return List.copyOf(readings);
    }

    private static Reading added(String percentile, Way way, Figure with, Figure without) {
        return reading(
                "added-" + percentile + "-" + way.id(),
                "get " + way.what() + ", 1,000/s: added to " + percentile,
                "us",
                new Figure(
                        with.median() - without.median(),
                        with.least() - without.most(),
                        with.most() - without.least(),
                        with.disturbed() || without.disturbed()));
    }

    private static Reading reading(String id, String what, String unit, Figure figure) {
        return new Reading(GOAL, id, what, unit, figure);
    }
}
