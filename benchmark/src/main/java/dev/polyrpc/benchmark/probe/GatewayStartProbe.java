package dev.polyrpc.benchmark.probe;

import dev.polyrpc.benchmark.load.ClosedLoad;
import dev.polyrpc.benchmark.load.GraphqlRequests;
import dev.polyrpc.benchmark.load.HttpAnswers;
import dev.polyrpc.benchmark.load.SocketClient;
import dev.polyrpc.benchmark.measure.Figure;
import dev.polyrpc.benchmark.server.Kind;
import dev.polyrpc.benchmark.stack.ChildProcess;
import dev.polyrpc.benchmark.stack.Security;
import dev.polyrpc.benchmark.stack.Sockets;
import dev.polyrpc.benchmark.stack.Workshop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/** How long the gateway takes from its exec to its first answer to a verified token, and how large the jars are that it loads. */
final class GatewayStartProbe implements Probe {
    private static final Duration WRITING_LIMIT = Duration.ofMinutes(1);
    private static final double MIB = 1 << 20;
    private static final int TURNS = 3;

    private final Workshop workshop;
    private final Rounds rounds;

    GatewayStartProbe(Workshop workshop, Rounds rounds) {
        this.workshop = workshop;
        this.rounds = rounds;
    }

    @Override
    public List<String> goals() {
        return List.of("P12");
    }

    @Override
    public List<Reading> measure(boolean quick, Consumer<String> progress) throws IOException, InterruptedException {
        progress.accept("the gateway's start");
        try (ChildProcess backends = workshop.server("start-backends", Kind.GRPC, Security.MUTUAL_TLS, false)) {
            Path archive = workshop.folder().resolve("start-gateway");
            List<Reading> readings = new ArrayList<>();
            readings.add(new Reading(
                    "P12",
                    "first-answer-plain",
                    "gateway: exec to first verified answer, nothing kept",
                    "s",
                    rounds.of(TURNS, new Start(backends, List.of()))));
            try (ChildProcess learning = gateway(backends, List.of("-XX:ArchiveClassesAtExit=" + archive))) {
                firstAnswer(learning);
                learning.end(WRITING_LIMIT);
            }
            if (Files.exists(archive)) {
                readings.add(new Reading(
                        "P12",
                        "first-answer",
                        "gateway: exec to first verified answer, as scripts/up starts it, with CDS",
                        "s",
                        rounds.of(TURNS, new Start(backends, List.of("-XX:SharedArchiveFile=" + archive)))));
            }
            readings.add(new Reading(
                    "P12", "jars-mib", "gateway: its jars", "MiB", Figure.of(bytes(workshop.gatewayJar()) / MIB)));
            return readings;
        }
    }

    /** One start. */
    private final class Start implements Rounds.Round {
        private final ChildProcess backends;
        private final List<String> flags;
        private @Nullable ChildProcess gateway;

        Start(ChildProcess backends, List<String> flags) {
            this.backends = backends;
            this.flags = flags;
        }

        @Override
        public double run() throws IOException, InterruptedException {
            long exec = System.nanoTime();
            ChildProcess started = gateway(backends, flags);
            gateway = started;
            firstAnswer(started);
            return (System.nanoTime() - exec) / 1e9;
        }

        @Override
        public void close() {
            if (gateway != null) {
                gateway.close();
            }
        }
    }

    private ChildProcess gateway(ChildProcess backends, List<String> flags) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(workshop.shippedFlags());
        all.add("-Xlog:cds=off");
        all.addAll(flags);
        return workshop.gateway("start-gateway", backends, backends, all);
    }

    private void firstAnswer(ChildProcess gateway) throws IOException, InterruptedException {
        try (SocketClient client = new SocketClient(
                Sockets.to(gateway.port("https"), Security.TLS, workshop.certificates()),
                1,
                GraphqlRequests.of(GraphqlRequests.TYPENAME, workshop.tokens().queries(1)),
                new HttpAnswers())) {
            ClosedLoad load = new ClosedLoad(client, 1);
            var failure = load.begin();
            load.end();
            failure.toCompletableFuture().getNow(null);
        }
    }

    /** Of a program, with all that its manifest names. */
    private static long bytes(Path jar) throws IOException {
        long sum = Files.size(jar);
        try (JarFile program = new JarFile(jar.toFile())) {
            String path = program.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            for (String entry : path.split(" ", -1)) {
                sum += Files.size(jar.resolveSibling(entry));
            }
        }
        return sum;
    }
}
