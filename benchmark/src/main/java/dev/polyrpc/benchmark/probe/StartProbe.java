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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * How long product management takes from its exec to its first answer over mutual TLS to a verified token, with what each
 * JDK keeps of an earlier run.
 */
final class StartProbe implements Probe {
    private static final List<String> FLAGS = List.of("-Xmx256m", "-XX:+UseSerialGC");
    private static final int LIMIT_S = 30;

    private final Workshop workshop;
    private final Path folder;

    StartProbe(Workshop workshop, Path folder) {
        this.workshop = workshop;
        this.folder = folder;
    }

    @Override
    public List<String> goals() {
        return List.of("P14");
    }

    @Override
    public List<Reading> measure(boolean quick, Consumer<String> progress) throws IOException, InterruptedException {
        int rounds = quick ? 3 : 7;
        List<Reading> readings = new ArrayList<>();
        Optional<Path> jdk17 = jdk("17");
        if (jdk17.isPresent()) {
            Path archive = folder.resolve("product.jsa");
            readings.add(new Reading(
                    "P14",
                    "first-answer-17",
                    "exec to first verified answer, Java 17 with CDS",
                    "s",
                    starts(
                            jdk17.get(),
                            "-XX:ArchiveClassesAtExit=" + archive,
                            "-XX:SharedArchiveFile=" + archive,
                            rounds,
                            progress)));
        }
        Optional<Path> jdk25 = jdk("25");
        if (jdk25.isPresent()) {
            Path cache = folder.resolve("product.aot");
            readings.add(new Reading(
                    "P14",
                    "first-answer-25",
                    "exec to first verified answer, Java 25 with its AOT cache",
                    "s",
                    starts(jdk25.get(), "-XX:AOTCacheOutput=" + cache, "-XX:AOTCache=" + cache, rounds, progress)));
        }
        return readings;
    }

    private Figure starts(Path java, String training, String trained, int rounds, Consumer<String> progress)
            throws IOException, InterruptedException {
        progress.accept("start, to learn by");
        seconds(java, training);
        double[] seconds = new double[rounds];
        for (int n = 0; n < rounds; n++) {
            progress.accept("start %d of %d".formatted(n + 1, rounds));
            seconds[n] = seconds(java, trained);
        }
        return Rounds.of(seconds);
    }

    private double seconds(Path java, String flag) throws IOException, InterruptedException {
        List<String> flags = new ArrayList<>(FLAGS);
        flags.add(flag);
        String token = workshop.tokens().writer();
        long start = System.nanoTime();
        try (Stack product = workshop.product(java, "start", flags);
                Connections connections = product.connect(1)) {
            ClientCalls.blockingUnaryCall(
                    ClientInterceptors.intercept(
                            connections.get(0),
                            MetadataUtils.newAttachHeadersInterceptor(
                                    Callers.of(List.of(token)).headers(0))),
                    ProductMgmtServiceGrpc.getListProductsMethod(),
                    CallOptions.DEFAULT.withDeadlineAfter(LIMIT_S, TimeUnit.SECONDS),
                    ListProductsRequest.getDefaultInstance());
            return (System.nanoTime() - start) / 1e9;
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
