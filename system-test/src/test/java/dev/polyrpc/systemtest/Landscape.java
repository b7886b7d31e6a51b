package dev.polyrpc.systemtest;

import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.kit.testing.TestIssuer;
import dev.polyrpc.kit.testing.TestPolicy;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc.ProductMgmtServiceBlockingStub;
import dev.polyrpc.proto.returns.v1.ReturnServiceGrpc;
import dev.polyrpc.proto.returns.v1.ReturnServiceGrpc.ReturnServiceBlockingStub;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * All four programs, or those that are asked for, running as a user would run them, in a folder of their own and on ports that were free. Register it
 * as a static extension: it starts them before the tests, ends them after, and prints their last words when one fails.
 */
final class Landscape implements BeforeAllCallback, AfterAllCallback, TestWatcher {
    private static final Duration CALL_LIMIT = Duration.ofSeconds(10);
    private static final Duration TOKEN_USE = Duration.ofMinutes(2);

    /** A token, and when it came. */
    private record Issued(String token, long time) {
        boolean isOld() {
            return System.nanoTime() - time > TOKEN_USE.toNanos();
        }
    }

    private final Path certificates;
    private final Map<Built, RunningProgram> running = new EnumMap<>(Built.class);
    private final Map<Built, Map<String, Integer>> ports = new EnumMap<>(Built.class);
    private final Map<Built, Sidecar> sidecars = new EnumMap<>(Built.class);
    private final List<RunningProgram> everStarted = new ArrayList<>();
    private final Map<String, ManagedChannel> channels = new ConcurrentHashMap<>();
    private final Map<String, Issued> tokens = new ConcurrentHashMap<>();
    private final Map<Built, Map<String, String>> more = new EnumMap<>(Built.class);
    private final Map<String, String> sidecarValues = new HashMap<>(Map.of("CALLS", "100000"));
    private final List<Built> programs;
    private @Nullable TestIssuer issuer;
    private Path folder = Path.of("");
    private @Nullable Map<String, String> edgeValues;
    private @Nullable Edge edge;
    private boolean failed;
    private TokenDesk desk;

    Landscape() {
        this(Built.values());
    }

    /** Only some programs, in the order in which they need each other. */
    Landscape(Built... programs) {
        this(TestCertificates.directory(), programs);
    }

    /** Programs with certificates of their own. */
    Landscape(Path certificates, Built... programs) {
        this.certificates = certificates;
        this.programs = List.of(programs);
        this.desk = new TokenDesk(0, certificates);
    }

    /** Programs that start with settings beside those that they always have. */
    Landscape with(Built program, String setting, String value) {
        more.computeIfAbsent(program, key -> new HashMap<>()).put(program.setting(setting), value);
        return this;
    }

    /** Sidecars of which envoy/render is to know this, too, or in place of what it always knows. */
    Landscape withSidecars(String name, Object value) {
        sidecarValues.put(name, value.toString());
        return this;
    }

    /** Programs with an edge in front, of which envoy/render is to know this beside their ports. */
    Landscape behindEdge(Map<String, String> values) {
        edgeValues = Map.copyOf(values);
        return this;
    }

    /** Programs that take the tokens of a test's own issuer, so that there may be bad ones; without the token service. */
    static Landscape trusting(TestIssuer issuer, Built... programs) {
        Landscape landscape = new Landscape(programs);
        landscape.issuer = issuer;
        return landscape;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        folder = Files.createTempDirectory("polyrpc-");
        try {
            for (Built program : programs) {
                start(program);
                if (program == Built.TOKEN) {
                    desk = new TokenDesk(port(Built.TOKEN), certificates);
                }
            }
            if (edgeValues != null) {
                edge = Edge.start(this, edgeValues);
                everStarted.add(edge.process());
            }
        } catch (RuntimeException | AssertionError e) {
            printLogs("start of " + context.getDisplayName());
            close();
            throw e;
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        close();
        Secrets.assertNone(allOutput(), desk); // TOK-25
        if (failed) {
            System.err.printf("Logs and databases of %s are kept in %s%n", context.getDisplayName(), folder);
        } else {
            deleteFolder();
        }
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        failed = true;
        printLogs(context.getDisplayName());
    }

    /** Starts a program that is not running, on the ports that it had before, and waits until it says it is ready. */
    void start(Built program) {
        start(program, Map.of());
    }

    /** Starts a program like that, with settings beside those that it always has. */
    void start(Built program, Map<String, String> others) {
        try {
            Map<String, String> settings = settings(program);
            settings.putAll(more.getOrDefault(program, Map.of()));
            settings.putAll(others);
            if (behindSidecar(program)) {
                settings.putAll(sidecarSettings(program, settings));
            }
            RunningProgram started = RunningProgram.start(program, settings, folder);
            everStarted.add(started);
            running.put(program, started);
            Map<String, Integer> told = new HashMap<>(started.awaitReady());
            if (behindSidecar(program)) {
                told.put(program.portName(), sidecars.get(program).awaitPort());
            }
            ports.put(program, told);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The sidecar of a program. */
    Sidecar sidecar(Built program) {
        return sidecars.get(program);
    }

    /** The edge in front of them. */
    Edge edge() {
        return Objects.requireNonNull(edge);
    }

    boolean runs(Built program) {
        return running.containsKey(program);
    }

    /** The process of a program. */
    RunningProgram process(Built program) {
        return running.get(program);
    }

    /** The port that a program serves on. */
    int port(Built program) {
        return ports.get(program).get(program.portName());
    }

    /** The port that a program serves Thrift on. */
    int thriftPort(Built program) {
        return ports.get(program).get("thrift");
    }

    /** The plain port with health and metrics. */
    int adminPort(Built program) {
        return ports.get(program).get("admin");
    }

    /** Where a program serves, as its clients are told. */
    String address(Built program) {
        return "localhost:" + port(program);
    }

    /** The folder of logs and databases; gone afterwards unless a test failed. */
    Path folder() {
        return folder;
    }

    TokenDesk desk() {
        return desk;
    }

    /** The database file of a program. */
    Path database(Built program) {
        return folder.resolve(program.label() + ".db");
    }

    /** All that any program wrote since the start, killed ones too. */
    String allOutput() {
        StringBuilder all = new StringBuilder();
        everStarted.forEach(program -> all.append(program.allOutput()));
        return all.toString();
    }

    /** The gateway's GraphQL endpoint. */
    GraphQl gateway() {
        return new GraphQl(port(Built.GATEWAY), certificates);
    }

    /** The folder with the CA, every leaf and every secret. */
    Path certificates() {
        return certificates;
    }

    /** Product management as a dev client calls it: its leaf, a token with all its scopes, a deadline. */
    ProductMgmtServiceBlockingStub products(String client) {
        return ProductMgmtServiceGrpc.newBlockingStub(
                Wire.authorized(anonymous(Built.PRODUCT_MGMT, client), () -> token(client, Built.PRODUCT_MGMT)));
    }

    /** Returns as a dev client calls it. */
    ReturnServiceBlockingStub returns(String client) {
        return ReturnServiceGrpc.newBlockingStub(
                Wire.authorized(anonymous(Built.RETURN, client), () -> token(client, Built.RETURN)));
    }

    /** A channel with the leaf of a client, no token, a deadline. */
    Channel anonymous(Built program, String leaf) {
        return Wire.limited(channel(program, leaf), CALL_LIMIT);
    }

    /** The bare channel with the leaf of a client; always the same one. */
    ManagedChannel channel(Built program, String leaf) {
        return channels.computeIfAbsent(
                program + " " + leaf, key -> Wire.channel(port(program), ca(), certificates, leaf));
    }

    /** A new channel with a leaf of the bad set. */
    ManagedChannel badChannel(Built program, String leaf) {
        return channels.computeIfAbsent(
                program + " bad " + leaf, key -> Wire.channel(port(program), ca(), certificates.resolve("bad"), leaf));
    }

    /** Makes every channel try again now; a process just came back. */
    void reconnect() {
        channels.values().forEach(ManagedChannel::resetConnectBackoff);
    }

    /** Has our own clients show and trust what the files hold now. */
    void readCertificatesAnew() {
        channels.values().forEach(ManagedChannel::shutdownNow);
        channels.clear();
        desk.readCertificatesAnew();
    }

    /** The token of a client with all its scopes; the same one for a while. */
    String token(String client, Built audience) {
        return tokens.compute(
                        client + " " + audience,
                        (key, issued) -> issued == null || issued.isOld()
                                ? new Issued(desk.token(client, audience), System.nanoTime())
                                : issued)
                .token();
    }

    private Path ca() {
        return certificates.resolve("ca.pem");
    }

    private Map<String, String> settings(Built program) {
        Map<String, Integer> had = ports.getOrDefault(program, Map.of());
        Map<String, String> settings = new HashMap<>();
        settings.put("POLYRPC_PROFILE", "demo");
        settings.put(program.setting("CERTIFICATES"), certificates.toString());
        settings.put(program.portSetting(), String.valueOf(had.getOrDefault(program.portName(), 0)));
        if (program.speaksThrift()) {
            settings.put(program.setting("THRIFT_PORT"), String.valueOf(had.getOrDefault("thrift", 0)));
        }
        settings.put(program.setting("ADMIN_PORT"), String.valueOf(had.getOrDefault("admin", 0)));
        settings.put(program.setting("POLICY"), TestPolicy.file().toString());
        if (program == Built.TOKEN) {
            settings.put(
                    program.setting("SIGNING_KEYS"),
                    folder.resolve("token-signing-keys").toString());
            settings.put(
                    program.setting("REVOCATIONS"),
                    folder.resolve("token-revocations").toString());
            settings.put(
                    program.setting("CLIENT_SECRETS"),
                    certificates.resolve("clients.sha256").toString());
            return settings;
        }
        if (issuer == null) {
            settings.put(program.setting("TOKEN_SERVICE"), "https://localhost:" + port(Built.TOKEN));
        } else {
            settings.put(program.setting("TOKEN_SERVICE"), issuer.uri().toString());
            settings.put(program.setting("ISSUER"), issuer.issuer());
        }
        settings.put(program.setting("ACCESS_LOG"), "all");
        if (program != Built.GATEWAY) {
            settings.put(program.setting("DATABASE"), database(program).toString());
        }
        if (program != Built.PRODUCT_MGMT) {
            settings.put(program.setting("PRODUCT_MGMT_ADDRESS"), "localhost:" + port(Built.PRODUCT_MGMT));
            settings.put(program.setting("PRODUCT_MGMT_THRIFT_ADDRESS"), "localhost:" + thriftPort(Built.PRODUCT_MGMT));
        }
        if (program == Built.GATEWAY) {
            settings.put(program.setting("RETURN_ADDRESS"), "localhost:" + port(Built.RETURN));
        }
        return settings;
    }

    private static boolean behindSidecar(Built program) {
        return Sidecar.WANTED && program.speaksThrift();
    }

    /** Starts the sidecar of a program, unless it runs; what the program must know of it. */
    private Map<String, String> sidecarSettings(Built program, Map<String, String> start) throws IOException {
        if (!sidecars.containsKey(program)) {
            boolean ours = issuer == null;
            int tokenPort = ours ? port(Built.TOKEN) : issuer.uri().getPort();
            int calledPort = program == Built.RETURN ? port(Built.PRODUCT_MGMT) : 0;
            Map<String, String> values = new HashMap<>(sidecarValues);
            values.put("PROFILE", ours ? "demo" : "production");
            values.put("CERTIFICATES", certificates.toString());
            values.put("CALLED_PORT", String.valueOf(calledPort));
            values.put("TOKEN_PORT", String.valueOf(tokenPort));
            values.put("ISSUER", ours ? "https://localhost:7490" : issuer.issuer());
            Path policy = Path.of(start.get(program.setting("POLICY")));
            Sidecar sidecar = Sidecar.start(program, folder, policy, values);
            everStarted.add(sidecar.process());
            sidecars.put(program, sidecar);
        }
        return Sidecar.settings(program, folder);
    }

    private void printLogs(String title) {
        System.err.printf("%n===== %s: the programs' last words%n", title);
        running.values().forEach(program -> System.err.println(program.tail()));
    }

    private void deleteFolder() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void close() {
        channels.values().forEach(ManagedChannel::shutdownNow);
        everStarted.forEach(RunningProgram::close);
    }
}
