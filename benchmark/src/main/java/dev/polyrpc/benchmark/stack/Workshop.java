package dev.polyrpc.benchmark.stack;

import dev.polyrpc.benchmark.server.BenchServer;
import dev.polyrpc.benchmark.server.Kind;
import dev.polyrpc.certs.CertificateSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Starts the servers to be measured, in a folder of their own that goes with it, on ports that the system chooses. For
 * use by one thread.
 */
public final class Workshop implements AutoCloseable {
    /** What serves best on a small machine: one event loop, as two would contend with the callers, and no small heap. */
    public static final List<String> TUNED =
            List.of("-XX:+UseParallelGC", "-Xms512m", "-Xmx512m", "-Dio.netty.eventLoopThreads=1");

    private final Path root;
    private final Path folder;
    private final Path certificates;
    private final Deque<ChildProcess> started = new ArrayDeque<>();
    private final ChildProcess token;

    private Workshop(Path root, Path folder) throws IOException, InterruptedException {
        this.root = root;
        this.folder = folder;
        Runtime.getRuntime().addShutdownHook(new Thread(this::delete));
        this.certificates = Files.createDirectory(folder.resolve("certs"));
        CertificateSet.write(certificates, Instant.now());
        this.token = run(
                "token",
                jar("token-service"),
                List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
                Map.of(
                        "POLYRPC_TOKEN_CERTIFICATES", certificates.toString(),
                        "POLYRPC_TOKEN_CLIENT_SECRETS",
                                certificates.resolve("clients.sha256").toString(),
                        "POLYRPC_TOKEN_SIGNING_KEYS", signingKeys().toString(),
                        "POLYRPC_TOKEN_REVOCATIONS",
                                folder.resolve("token-revocations").toString(),
                        "POLYRPC_TOKEN_POLICY", policy(),
                        "POLYRPC_TOKEN_HTTPS_PORT", "0",
                        "POLYRPC_TOKEN_ADMIN_PORT", "0"));
    }

    /**
     * Makes certificates and starts the token service.
     *
     * @param root the project's folder, with everything built
     * @param folder made for databases, logs and certificates, and deleted in the end
     */
    public static Workshop open(Path root, Path folder) throws IOException, InterruptedException {
        return new Workshop(root.toAbsolutePath(), Files.createDirectories(folder.toAbsolutePath()));
    }

    /** The folder of everyone's certificates. */
    public Path certificates() {
        return certificates;
    }

    /** The project's folder. */
    Path root() {
        return root;
    }

    /** The folder of the run, which goes with it. */
    public Path folder() {
        return folder;
    }

    /** The token service. */
    public ChildProcess tokenProcess() {
        return token;
    }

    /** Where the token service listens. */
    public URI tokenService() {
        return URI.create("https://localhost:" + token.port("https"));
    }

    /** Tokens that the services here believe. */
    public SubjectTokens tokens() throws IOException {
        return SubjectTokens.of(signingKeys());
    }

    /**
     * Starts a server of the benchmark, tuned but for the one that is there to show how it is without.
     *
     * @param name of its process, and of its database
     * @param database whether it reads one
     */
    public ChildProcess server(String name, Kind kind, Security security, boolean database)
            throws IOException, InterruptedException {
        return server(
                name,
                kind,
                security,
                database
                        ? Map.of(
                                "POLYRPC_BENCH_DATABASE",
                                folder.resolve(name + ".db").toString())
                        : Map.of());
    }

    /** Starts a server that answers GraphQL from memory, with the flags of what ships. */
    public ChildProcess graph(String name, Kind kind) throws IOException, InterruptedException {
        return server(name, kind, Security.TOKEN, Map.of(), shippedFlags());
    }

    /** Starts what asks both services as the gateway does but was written by hand, with the flags of what ships. */
    public ChildProcess byHand(String name, ChildProcess product, ChildProcess returns)
            throws IOException, InterruptedException {
        return server(
                name,
                Kind.GRAPHQL_BY_HAND,
                Security.TOKEN,
                Map.of(
                        "POLYRPC_BENCH_NEXT", "localhost:" + product.port("grpc"),
                        "POLYRPC_BENCH_RETURNS", "localhost:" + returns.port("grpc")),
                shippedFlags());
    }

    private ChildProcess server(String name, Kind kind, Security security, Map<String, String> more)
            throws IOException, InterruptedException {
        return server(name, kind, security, more, kind == Kind.GRPC_DEFAULT ? List.of() : TUNED);
    }

    private ChildProcess server(String name, Kind kind, Security security, Map<String, String> more, List<String> flags)
            throws IOException, InterruptedException {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("POLYRPC_BENCH_KIND", choice(kind));
        settings.put("POLYRPC_BENCH_SECURITY", choice(security));
        settings.put("POLYRPC_BENCH_CERTIFICATES", certificates.toString());
        settings.put("POLYRPC_BENCH_POLICY", policy());
        settings.put("POLYRPC_BENCH_TOKEN_SERVICE", tokenService().toString());
        return run(
                name,
                List.of("-cp", System.getProperty("java.class.path"), BenchServer.class.getName()),
                flags,
                settings);
    }

    /**
     * Starts a server of the benchmark over mutual TLS and a database, tuned.
     *
     * @param database name of its file; the process goes by it too
     */
    public Stack ladder(String database, Kind kind) throws IOException, InterruptedException {
        return ladder(database, kind, Security.MUTUAL_TLS);
    }

    /** The same; it may ask for a token, too. */
    public Stack ladder(String database, Kind kind, Security security) throws IOException, InterruptedException {
        return new Stack(server(database, kind, security, true), certificates);
    }

    /** Starts what asks another server of the benchmark for its callers, tuned. */
    public ChildProcess relay(String name, Security security, Stack next) throws IOException, InterruptedException {
        String address = "localhost:" + next.process().port("grpc");
        return server(name, Kind.RELAY, security, Map.of("POLYRPC_BENCH_NEXT", address));
    }

    /**
     * Starts product management as it ships, each setting at its default but for ports and files.
     *
     * @param database name of its file; the process goes by it too
     * @param flags of its JVM; none = as it ships
     */
    public Stack product(String database, List<String> flags) throws IOException, InterruptedException {
        return product(ChildProcess.JAVA, database, flags);
    }

    /** The same, by another {@code java}. */
    public Stack product(Path java, String database, List<String> flags) throws IOException, InterruptedException {
        List<String> those = flags.isEmpty() ? shippedFlags() : flags;
        return new Stack(
                run(java, database, jar("product-mgmt-service"), those, productSettings(database)), certificates);
    }

    /** Starts it as it ships, heard over gRPC by its sidecar alone, on a socket in a folder that is its owner's. */
    public ChildProcess productBehind(Path socket, String database) throws IOException, InterruptedException {
        Map<String, String> settings = new HashMap<>(productSettings(database));
        settings.put("POLYRPC_PRODUCT_MGMT_GRPC_SOCKET", socket.toString());
        return run(database, jar("product-mgmt-service"), shippedFlags(), settings);
    }

    /** Starts a program that is no JVM, and waits until it says that it is ready. */
    ChildProcess program(String name, Path program, List<String> arguments) throws IOException, InterruptedException {
        ChildProcess process = ChildProcess.start(program, name, arguments, Map.of(), folder);
        started.push(process);
        return process;
    }

    private Map<String, String> productSettings(String database) {
        return Map.of(
                "POLYRPC_PRODUCT_MGMT_CERTIFICATES",
                certificates.toString(),
                "POLYRPC_PRODUCT_MGMT_POLICY",
                policy(),
                "POLYRPC_PRODUCT_MGMT_DATABASE",
                folder.resolve(database + ".db").toString(),
                "POLYRPC_PRODUCT_MGMT_TOKEN_SERVICE",
                "https://localhost:" + token.port("https"),
                "POLYRPC_PRODUCT_MGMT_GRPC_PORT",
                "0",
                "POLYRPC_PRODUCT_MGMT_THRIFT_PORT",
                "0",
                "POLYRPC_PRODUCT_MGMT_ADMIN_PORT",
                "0");
    }

    /** The flags with which {@code scripts/up} starts a service. */
    public List<String> shippedFlags() {
        return List.of("@" + root.resolve("scripts").resolve("jvm.options"));
    }

    /** Starts the return service as it ships, over a product management. */
    public ChildProcess returns(String database, ChildProcess product) throws IOException, InterruptedException {
        return run(
                database,
                jar("return-service"),
                shippedFlags(),
                Map.of(
                        "POLYRPC_RETURN_CERTIFICATES",
                        certificates.toString(),
                        "POLYRPC_RETURN_POLICY",
                        policy(),
                        "POLYRPC_RETURN_DATABASE",
                        folder.resolve(database + ".db").toString(),
                        "POLYRPC_RETURN_TOKEN_SERVICE",
                        tokenService().toString(),
                        "POLYRPC_RETURN_PRODUCT_MGMT_ADDRESS",
                        "localhost:" + product.port("grpc"),
                        "POLYRPC_RETURN_GRPC_PORT",
                        "0",
                        "POLYRPC_RETURN_THRIFT_PORT",
                        "0",
                        "POLYRPC_RETURN_ADMIN_PORT",
                        "0"));
    }

    /** Starts the gateway as it ships, over both services. */
    public ChildProcess gateway(String name, ChildProcess product, ChildProcess returns)
            throws IOException, InterruptedException {
        return gateway(name, product, returns, shippedFlags());
    }

    /** The same, with flags of its JVM. */
    public ChildProcess gateway(String name, ChildProcess product, ChildProcess returns, List<String> flags)
            throws IOException, InterruptedException {
        return run(
                name,
                jar("graphql-gateway"),
                flags,
                Map.of(
                        "POLYRPC_GATEWAY_CERTIFICATES",
                        certificates.toString(),
                        "POLYRPC_GATEWAY_POLICY",
                        policy(),
                        "POLYRPC_GATEWAY_TOKEN_SERVICE",
                        tokenService().toString(),
                        "POLYRPC_GATEWAY_PRODUCT_MGMT_ADDRESS",
                        "localhost:" + product.port("grpc"),
                        "POLYRPC_GATEWAY_RETURN_ADDRESS",
                        "localhost:" + returns.port("grpc"),
                        "POLYRPC_GATEWAY_HTTPS_PORT",
                        "0",
                        "POLYRPC_GATEWAY_ADMIN_PORT",
                        "0"));
    }

    /** Copies the database of a service that has ended, in place of what was there. */
    public void copyDatabase(String from, String to) throws IOException {
        for (String suffix : List.of(".db", ".db-wal")) {
            Path source = folder.resolve(from + suffix);
            if (Files.exists(source)) {
                Files.copy(source, folder.resolve(to + suffix), StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.deleteIfExists(folder.resolve(to + suffix)); // of a server that was killed
            }
        }
    }

    /** The processes that run, the latest first. */
    public List<ChildProcess> processes() {
        return started.stream().filter(ChildProcess::isAlive).toList();
    }

    @Override
    public void close() {
        started.forEach(ChildProcess::close);
        delete();
    }

    private ChildProcess run(String name, List<String> program, List<String> flags, Map<String, String> settings)
            throws IOException, InterruptedException {
        return run(ChildProcess.JAVA, name, program, flags, settings);
    }

    private ChildProcess run(
            Path java, String name, List<String> program, List<String> flags, Map<String, String> settings)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(flags);
        arguments.add(
                "-Djava.rmi.server.hostname=localhost"); // for whoever attaches: a host need not know its own name
        arguments.add("-Dpolyrpc.bench=" + folder); // so that whoever finds it left over knows where it belongs
        arguments.addAll(program);
        ChildProcess process = ChildProcess.start(java, name, arguments, settings, folder);
        started.push(process);
        return process;
    }

    private static String choice(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The gateway's program. */
    public Path gatewayJar() {
        return program("graphql-gateway");
    }

    private List<String> jar(String module) {
        return List.of("-jar", program(module).toString());
    }

    private Path program(String module) {
        Path jar = root.resolve(module).resolve("target").resolve(module + ".jar");
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException("%s: no such file (expected: built before)".formatted(jar));
        }
        return jar;
    }

    String policy() {
        return root.resolve("policy").resolve("policy.json").toString();
    }

    private Path signingKeys() {
        return folder.resolve("signing-keys");
    }

    private synchronized void delete() {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
