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
    /** As {@code scripts/up} starts it. */
    private static final List<String> FLAGS = List.of("-Xmx256m", "-XX:+UseSerialGC", "-Xlog:cds=off");

    private static final List<String> FLAGS_25 =
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-Xlog:cds=off", "-Xlog:aot=off");
    private static final Duration WRITING_LIMIT = Duration.ofSeconds(60);
    private static final int LIMIT_S = 30;

    private final Workshop workshop;
    private final Path folder;
    private final Rounds rounds;

    StartProbe(Workshop workshop, Path folder, Rounds rounds) {
        this.workshop = workshop;
        this.folder = folder;
        this.rounds = rounds;
    }

    @Override
    public List<String> goals() {
        return List.of("P14");
    }

    @Override
    public List<Reading> measure(boolean quick, Consumer<String> progress) throws IOException, InterruptedException {
        int turns = quick ? 3 : 7;
        List<Reading> readings = new ArrayList<>();
        Optional<Path> jdk17 = jdk("17");
        if (jdk17.isPresent()) {
            Start start = new Start(jdk17.get(), FLAGS, "ArchiveClassesAtExit", "SharedArchiveFile", "product.jsa");
            readings.add(new Reading(
                    "P14",
                    "first-answer-17",
                    "exec to first verified answer, Java 17 with CDS",
                    "s",
                    seconds(start, turns, progress)));
        }
        Optional<Path> jdk25 = jdk("25");
        if (jdk25.isPresent()) {
            Start start = new Start(jdk25.get(), FLAGS_25, "AOTCacheOutput", "AOTCache", "product.aot");
            readings.add(new Reading(
                    "P14",
                    "first-answer-25",
                    "exec to first verified answer, Java 25 with its AOT cache",
                    "s",
                    seconds(start, turns, progress)));
        }
        return readings;
    }

    /**
     * A JVM that starts from what an earlier one wrote at its end.
     *
     * @param make the flag by which it writes, and {@code use} that by which it reads
     */
    private record Start(Path java, List<String> flags, String make, String use, String archive) {
        List<String> flags(String flag, Path folder) {
            List<String> all = new ArrayList<>(flags);
            all.add("-XX:%s=%s".formatted(flag, folder.resolve(archive)));
            return all;
        }
    }

    private Figure seconds(Start start, int turns, Consumer<String> progress) throws IOException, InterruptedException {
        progress.accept("start, to learn by");
        Stack learning = workshop.product(start.java(), "start", start.flags(start.make(), folder));
        firstAnswer(learning);
        if (!learning.process().end(WRITING_LIMIT) || Files.notExists(folder.resolve(start.archive()))) {
            learning.close();
            throw new IOException(
                    "%s: not written (expected: by %s, at its end)".formatted(start.archive(), start.java()));
        }
        progress.accept("start, %d times".formatted(turns + 1));
        return rounds.of(turns, new Measured(start));
    }

    /** One start from the archive. */
    private final class Measured implements Rounds.Round {
        private final Start start;
        private @Nullable Stack product;

        Measured(Start start) {
            this.start = start;
        }

        @Override
        public double run() throws IOException, InterruptedException {
            long exec = System.nanoTime();
            product = workshop.product(start.java(), "start", start.flags(start.use(), folder));
            firstAnswer(product);
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
