package dev.polyrpc.benchmark.probe;

import dev.polyrpc.benchmark.load.Callers;
import dev.polyrpc.benchmark.measure.Figure;
import dev.polyrpc.benchmark.stack.ChildProcess;
import dev.polyrpc.benchmark.stack.Connections;
import dev.polyrpc.benchmark.stack.Stack;
import dev.polyrpc.benchmark.stack.Workshop;
import dev.polyrpc.proto.product.v1.ListProductsRequest;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How long product management takes from its exec to its first answer over mutual TLS to a verified token, with what each
 * JDK keeps of an earlier run.
 */
final class StartProbe implements Probe {
    private static final Duration WRITING_LIMIT = Duration.ofMinutes(3);
    private static final int LIMIT_S = 30;
    private static final int TURNS = 5;

    private final Workshop workshop;
    private final Path folder;
    private final Rounds rounds;
    private final Start start;

    private StartProbe(Workshop workshop, Rounds rounds, Start start) {
        this.workshop = workshop;
        this.folder = workshop.folder();
        this.rounds = rounds;
        this.start = start;
    }

    /** On Java 17, from an archive of classes. */
    static StartProbe on17(Workshop workshop, Rounds rounds) {
        return new StartProbe(
                workshop,
                rounds,
                new Start("17", "CDS", List.of("-Xlog:cds=off"), "ArchiveClassesAtExit", "SharedArchiveFile"));
    }

    /** On Java 25, from its ahead-of-time cache. */
    static StartProbe on25(Workshop workshop, Rounds rounds) {
        return new StartProbe(
                workshop,
                rounds,
                new Start(
                        "25",
                        "its AOT cache",
                        List.of("-Xlog:cds=off", "-Xlog:aot=off"),
                        "AOTCacheOutput",
                        "AOTCache"));
    }

    @Override
    public List<String> goals() {
        return List.of("P14");
    }

    @Override
    public List<Reading> measure(boolean quick, Consumer<String> progress) throws IOException, InterruptedException {
        Optional<Path> java = jdk(start.version());
        if (java.isEmpty()) {
            return List.of();
        }
        return seconds(java.get(), progress).stream()
                .map(figure -> new Reading(
                        "P14",
                        "first-answer-" + start.version(),
                        "exec to first verified answer, Java %s with %s".formatted(start.version(), start.archive()),
                        "s",
                        figure))
                .toList();
    }

    /**
     * A JVM that starts from what an earlier one wrote at its end, with the flags of {@code scripts/up}.
     *
     * @param archive what that is called
     * @param quiet so that the JVM does not write about it
     * @param make the flag by which it writes, and {@code use} that by which it reads
     */
    private record Start(String version, String archive, List<String> quiet, String make, String use) {
        List<String> flags(List<String> shipped, String flag, Path file) {
            List<String> all = new ArrayList<>(shipped);
            all.addAll(quiet);
            all.add("-XX:%s=%s".formatted(flag, file));
            return all;
        }
    }

    private Optional<Figure> seconds(Path java, Consumer<String> progress) throws IOException, InterruptedException {
        Path archive = folder.resolve("start-" + start.version());
        progress.accept("start, to learn by");
        Stack learning = workshop.product(java, "start", start.flags(workshop.shippedFlags(), start.make(), archive));
        firstAnswer(learning);
        boolean ended = learning.process().end(WRITING_LIMIT);
        learning.close();
        if (!ended || Files.notExists(archive)) {
            progress.accept("Java %s wrote no %s: not measured".formatted(start.version(), start.archive()));
            return Optional.empty();
        }
        progress.accept("start, %d times".formatted(TURNS + 1));
        return Optional.of(
                rounds.of(TURNS, new Measured(java, start.flags(workshop.shippedFlags(), start.use(), archive))));
    }

    /** One start from the archive. */
    private final class Measured implements Rounds.Round {
        private final Path java;
        private final List<String> flags;
        private @Nullable Stack product;

        Measured(Path java, List<String> flags) {
            this.java = java;
            this.flags = flags;
        }

        @Override
        public double run() throws IOException, InterruptedException {
            long exec = System.nanoTime();
            Stack started = workshop.product(java, "start", flags);
            product = started;
            firstAnswer(started);
            return (System.nanoTime() - exec) / 1e9;
        }

        @Override
        public void close() {
            if (product != null) {
                product.close();
            }
        }
    }

    private void firstAnswer(Stack product) throws IOException {
        String token = workshop.tokens().writer();
        try (Connections connections = product.connect(1)) {
            ClientCalls.blockingUnaryCall(
                    ClientInterceptors.intercept(
                            connections.get(0),
                            MetadataUtils.newAttachHeadersInterceptor(
                                    Callers.of(List.of(token)).headers(0))),
                    ProductMgmtServiceGrpc.getListProductsMethod(),
                    CallOptions.DEFAULT.withDeadlineAfter(LIMIT_S, TimeUnit.SECONDS),
                    ListProductsRequest.getDefaultInstance());
        }
    }

    /** This JDK or one beside it, if it is of that version. */
    private static Optional<Path> jdk(String version) throws IOException {
        if (String.valueOf(Runtime.version().feature()).equals(version)) {
            return Optional.of(ChildProcess.JAVA);
        }
        Path all = Path.of(System.getProperty("java.home")).resolveSibling("");
        try (Stream<Path> homes = Files.list(all)) {
            return homes.filter(home -> home.getFileName().toString().contains("-" + version + "-"))
                    .map(home -> home.resolve("bin").resolve("java"))
                    .filter(Files::isExecutable)
                    .findFirst();
        }
    }
}
