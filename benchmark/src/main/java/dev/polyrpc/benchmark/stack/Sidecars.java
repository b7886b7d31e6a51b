package dev.polyrpc.benchmark.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * Product management behind an Envoy as scripts/up has it, an Envoy for whoever calls it as returns does, and the one at the
 * edge; only the limits of calls are out of the way. For use by one thread.
 */
public final class Sidecars implements AutoCloseable {
    private static final String CALLED = "product-mgmt";
    private static final String CALLER = "return";
    private static final String EDGE = "edge";
    private static final int NOBODY = 1;

    private final Workshop workshop;
    private final Path sockets;
    private final ChildProcess product;
    private final ChildProcess inbound;
    private final ChildProcess outbound;
    private final ChildProcess edge;

    private Sidecars(Workshop workshop, String database) throws IOException, InterruptedException {
        this.workshop = workshop;
        this.sockets = Files.createDirectory(
                workshop.folder().resolve("sock"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        this.product = workshop.productBehind(sockets.resolve(CALLED + ".sock"), database);
        this.inbound = sidecar(CALLED, 0);
        this.outbound = sidecar(CALLER, inbound.port("inbound"));
        this.edge = edge();
    }

    /** Starts them all; Envoy is there already. */
    public static Sidecars start(Workshop workshop, String database) throws IOException, InterruptedException {
        return new Sidecars(workshop, database);
    }

    /** Through one: over mutual TLS to that of the service. */
    public Connections throughOne(int count) {
        return Connections.mutualTls(inbound.port("inbound"), CALLED, count, workshop.certificates());
    }

    /** Through two: in plain text to that of the caller, and from there over mutual TLS to that of the service. */
    public Connections throughTwo(int count) {
        return Connections.unix(sockets.resolve(CALLER + "-outbound.sock"), CALLED, count);
    }

    /** To the edge, over TLS: from there over mutual TLS to that of the service. */
    public Sockets toEdge() throws IOException {
        return Sockets.to(edge.port(EDGE), Security.TLS, workshop.certificates());
    }

    /** What works for a call through one. */
    public List<ChildProcess> one() {
        return List.of(product, inbound);
    }

    /** What works for a call through two. */
    public List<ChildProcess> two() {
        return List.of(product, inbound, outbound);
    }

    /** What works for a call through the edge. */
    public List<ChildProcess> behindEdge() {
        return List.of(product, inbound, edge);
    }

    @Override
    public void close() {
        edge.close();
        outbound.close();
        inbound.close();
        product.close();
    }

    private ChildProcess sidecar(String name, int calledPort) throws IOException, InterruptedException {
        render(
                name,
                "SOCKETS=" + sockets,
                "CALLED_PORT=" + calledPort,
                "TOKEN_PORT=" + workshop.tokenProcess().port("https"),
                "ISSUER=https://localhost:7490",
                "PROFILE=production");
        return envoy(name, name + "-sidecar", "--policy", workshop.policy());
    }

    private ChildProcess edge() throws IOException, InterruptedException {
        render(
                EDGE,
                "PRODUCT_MGMT_PORT=" + inbound.port("inbound"),
                "GATEWAY_PORT=" + NOBODY,
                "RETURN_PORT=" + NOBODY,
                "REST=" + workshop.root().resolve("rest/target"),
                "CONNECTIONS=1024",
                "ORIGINS=");
        return envoy(EDGE, EDGE);
    }

    private ChildProcess envoy(String name, String label, String... more) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>();
        arguments.add(workshop.root().resolve("envoy/agent").toString());
        arguments.addAll(List.of(more));
        arguments.add(sockets.resolve(label + ".yaml").toString());
        arguments.add(admin(name).toString());
        arguments.addAll(List.of("--log-level", "warn"));
        return workshop.program(label, workshop.root().resolve(".venv/bin/python"), arguments);
    }

    private Path admin(String name) {
        return sockets.resolve(name + "-admin.sock");
    }

    private void render(String name, String... values) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(workshop.root().resolve("envoy/render").toString());
        command.addAll(
                List.of(name, sockets.toString(), "PORT=0", "CALLS=1000000", "UNDER_WAY=4096", "ADMIN=" + admin(name)));
        command.add("CERTIFICATES=" + workshop.certificates());
        command.addAll(List.of(values));
        Path log = sockets.resolve("render.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(Files.readString(log));
        }
    }
}
