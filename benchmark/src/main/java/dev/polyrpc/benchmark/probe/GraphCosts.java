package dev.polyrpc.benchmark.probe;

import dev.polyrpc.benchmark.load.ClosedLoad;
import dev.polyrpc.benchmark.load.GraphqlRequests;
import dev.polyrpc.benchmark.load.HttpAnswers;
import dev.polyrpc.benchmark.load.SocketClient;
import dev.polyrpc.benchmark.measure.Figure;
import dev.polyrpc.benchmark.stack.ChildProcess;
import dev.polyrpc.benchmark.stack.Security;
import dev.polyrpc.benchmark.stack.Sockets;
import dev.polyrpc.benchmark.stack.Workshop;
import dev.polyrpc.kit.process.Closers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What one question costs each of several servers that answer GraphQL: CPU time of the server's own process. */
final class GraphCosts {
    private static final int IN_FLIGHT = 32;
    private static final int SUBJECTS = 100;
    private static final int LEAD_MS = 300;
    private static final int WINDOW_MS = 1_000;

    private final Workshop workshop;
    private final Rounds rounds;
    private final Consumer<String> progress;
    private final int turns;
    private final int learningMs;

    GraphCosts(Workshop workshop, Rounds rounds, boolean quick, Consumer<String> progress) {
        this.workshop = workshop;
        this.rounds = rounds;
        this.progress = progress;
        this.turns = quick ? 3 : 5;
        this.learningMs = quick ? 12_000 : 15_000;
    }

    /** Microseconds for each answer, by server; they take turns once each has learnt the question. */
    List<Figure> of(String name, String query, List<ChildProcess> servers) throws IOException, InterruptedException {
        Closers closers = new Closers();
        try {
            List<Rounds.Round> each = new ArrayList<>();
            for (ChildProcess server : servers) {
                SocketClient client = client(server, query);
                closers.push(client::close);
                ClosedLoad load = new ClosedLoad(client, IN_FLIGHT);
                progress.accept("%s, to learn by: %d of %d".formatted(name, each.size() + 1, servers.size()));
                Windows.settle(load, learningMs);
                each.add(() -> Windows.of(load, LEAD_MS, WINDOW_MS, server::cpu).cpuMicrosEach());
            }
            progress.accept(name + ", in turns");
            return rounds.interleaved(turns, each);
        } finally {
            closers.close();
        }
    }

    private SocketClient client(ChildProcess server, String query) throws IOException, InterruptedException {
        return new SocketClient(
                Sockets.to(server.port("https"), Security.TLS, workshop.certificates()),
                IN_FLIGHT,
                GraphqlRequests.of(query, workshop.tokens().queries(SUBJECTS)),
                new HttpAnswers());
    }
}
