package dev.polyrpc.systemtest;

import dev.polyrpc.kit.testing.TestCertificates;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The Envoy in front of all, started as scripts/up starts it, but on a port that was free. */
final class Edge implements AutoCloseable {
    /** A port on which nobody listens. */
    static final String NOWHERE = "1";

    private static final String NAME = "edge";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Envoy envoy;
    private final int port;

    private Edge(Envoy envoy) {
        this.envoy = envoy;
        this.port = envoy.awaitPort(NAME);
    }

    /**
     * Starts it and waits until it lets clients in.
     *
     * @param values what envoy/render is to know of what stands behind, and other than here
     */
    static Edge start(Path folder, Map<String, String> values) throws IOException {
        Map<String, String> all = new HashMap<>(Map.of("UNDER_WAY", "4096", "CONNECTIONS", "1024"));
        all.putAll(Map.of(
                "PORT",
                "0",
                "CALLS",
                "10000",
                "CERTIFICATES",
                TestCertificates.directory().toString(),
                "GATEWAY_PORT",
                NOWHERE,
                "PRODUCT_MGMT_PORT",
                NOWHERE,
                "RETURN_PORT",
                NOWHERE,
                "REST",
                Envoy.ROOT.resolve("rest/target").toString()));
        all.putAll(values);
        Envoy.render(NAME, folder, all);
        return new Edge(Envoy.start(NAME, NAME, folder));
    }

    /** Starts it in front of those programs of a landscape that run, with its certificates; waits until it finds both services well. */
    static Edge start(Landscape landscape, Map<String, String> values) throws IOException {
        Map<String, String> all = new HashMap<>();
        all.put("CERTIFICATES", landscape.certificates().toString());
        for (Built program : List.of(Built.GATEWAY, Built.PRODUCT_MGMT, Built.RETURN)) {
            if (landscape.runs(program)) {
                all.put(program.name() + "_PORT", String.valueOf(landscape.port(program)));
            }
        }
        all.putAll(values);
        Edge edge = start(landscape.folder(), all);
        for (Built service :
                List.of(Built.PRODUCT_MGMT, Built.RETURN)) { // the first look at one may have taken too long
            if (landscape.runs(service)) {
                String healthy = "cluster.%s.membership_healthy".formatted(service.label());
                Eventually.until(service + " is healthy", LIMIT, () -> edge.stat(healthy) == 1);
            }
        }
        return edge;
    }

    int port() {
        return port;
    }

    RunningProgram process() {
        return envoy.process();
    }

    /** The counter or gauge of this name. */
    long stat(String name) {
        return envoy.stat(name);
    }

    @Override
    public void close() {
        envoy.process().close();
    }
}
