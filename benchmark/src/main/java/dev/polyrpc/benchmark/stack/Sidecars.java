package dev.polyrpc.benchmark.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * Product management behind an Envoy as scripts/up has it, and an Envoy for whoever calls it as returns does; only the limit
 * of calls is out of the way. For use by one thread.
 */
public final class Sidecars implements AutoCloseable {
    private static final String CALLED = "product-mgmt";
    private static final String CALLER = "return";

    private final Workshop workshop;
    private final Path sockets;
    private final ChildProcess product;
    private final ChildProcess inbound;
    private final ChildProcess outbound;

    private Sidecars(Workshop workshop, String database) throws IOException, InterruptedException {
        this.workshop = workshop;
        this.sockets = Files.createDirectory(
                workshop.folder().resolve("sock"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        this.product = workshop.productBehind(sockets.resolve(CALLED + ".sock"), database);
        this.inbound = envoy(CALLED, 0);
        this.outbound = envoy(CALLER, inbound.port("inbound"));
    }

    /** Starts all three; Envoy is there already. */
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

    /** What works for a call through one. */
    public List<ChildProcess> one() {
        return List.of(product, inbound);
    }

    /** What works for a call through two. */
    public List<ChildProcess> two() {
        return List.of(product, inbound, outbound);
    }

    @Override
    public void close() {
        outbound.close();
        inbound.close();
        product.close();
    }

    private ChildProcess envoy(String name, int calledPort) throws IOException, InterruptedException {
        Path admin = sockets.resolve(name + "-admin.sock");
        render(List.of(
                workshop.root().resolve("envoy/render").toString(),
                name,
                sockets.toString(),
                "SOCKETS=" + sockets,
                "ADMIN=" + admin,
                "CERTIFICATES=" + workshop.certificates(),
                "PORT=0",
                "CALLED_PORT=" + calledPort,
                "TOKEN_PORT=" + workshop.tokenProcess().port("https"),
                "ISSUER=https://localhost:7490",
                "CALLS=1000000",
                "UNDER_WAY=4096",
                "PROFILE=production"));
        return workshop.program(
                name + "-sidecar",
                workshop.root().resolve(".venv/bin/python"),
                List.of(
                        workshop.root().resolve("envoy/agent").toString(),
                        "--policy",
                        workshop.policy(),
                        sockets.resolve(name + "-sidecar.yaml").toString(),
                        admin.toString(),
                        "--log-level",
                        "warn"));
    }

    private void render(List<String> command) throws IOException, InterruptedException {
        Path log = sockets.resolve("render.log");
        Process process = new ProcessBuilder(new ArrayList<>(command))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(Files.readString(log));
        }
    }
}
