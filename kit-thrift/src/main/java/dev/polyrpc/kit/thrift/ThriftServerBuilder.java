package dev.polyrpc.kit.thrift;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.Descriptors.ServiceDescriptor;
import dev.polyrpc.kit.call.CallPool;
import dev.polyrpc.kit.identity.TokenVerifier;
import dev.polyrpc.kit.telemetry.AccessLog;
import dev.polyrpc.kit.telemetry.Telemetry;
import dev.polyrpc.kit.tls.PeerPolicy;
import dev.polyrpc.kit.tls.TlsIdentity;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.Meter;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.thrift.TBaseAsyncProcessor;
import org.jspecify.annotations.Nullable;

/** Makes a {@link ThriftServer}; for use by one thread. */
public final class ThriftServerBuilder {
    private final int port;
    private final TlsIdentity identity;
    private final Map<String, ServedMethod> methods = new HashMap<>();
    private final Set<String> blocking = new HashSet<>();
    private OpenConnections connections = new OpenConnections(OpenConnections.Limits.DEFAULT);
    private CallPool pool = new CallPool("thrift-call");
    private Patience.Limits patience = Patience.Limits.DEFAULT;

    private @Nullable TokenVerifier verifier;

    private @Nullable PeerPolicy peers;

    private Meter meter = OpenTelemetry.noop().getMeter("none");
    private AccessLog accessLog = AccessLog.of(AccessLog.Mode.SAMPLED);
    private Duration requestTimeout = Duration.ofSeconds(30);
    private Duration drainTimeout = Duration.ofSeconds(10);

    ThriftServerBuilder(int port, TlsIdentity identity) {
        this.port = port;
        this.identity = identity;
    }

    /** Who says which tokens are good; without one the server does not start. */
    public ThriftServerBuilder verifier(TokenVerifier tokens) {
        verifier = tokens;
        return this;
    }

    /** Which processes may connect; without it the server does not start. */
    public ThriftServerBuilder peers(PeerPolicy policy) {
        peers = policy;
        return this;
    }

    /** Where the metrics of the calls go. */
    public ThriftServerBuilder telemetry(Telemetry metrics) {
        meter = metrics.meter();
        return this;
    }

    /**
     * Adds a service, each of whose methods has a policy in its contract, and whose handler answers its callback from whatever thread, and at once if it can.
     *
     * @param contract the same service in proto, which says who may call each method
     * @param processor how the generated processor of the handler is made: {@code ProductMgmtService.AsyncProcessor::new}
     */
    public <I> ThriftServerBuilder add(
            ServiceDescriptor contract, I handler, Function<I, ? extends TBaseAsyncProcessor<I>> processor) {
        ServedMethod.of(contract, handler, processor.apply(handler)).forEach((name, method) -> {
            if (methods.putIfAbsent(name, method) != null) {
                throw new IllegalStateException("%s: of two services".formatted(name));
            }
        });
        return this;
    }

    /** Names methods whose handlers wait; they run on the bounded pool, all others on the event loop. */
    public ThriftServerBuilder blocking(String... methods) {
        blocking.addAll(List.of(methods));
        return this;
    }

    /** The longest that a call may take, whatever its caller would wait. */
    public ThriftServerBuilder requestTimeout(Duration limit) {
        requestTimeout = limit;
        return this;
    }

    /** How long calls may go on once the server closes. */
    public ThriftServerBuilder drainTimeout(Duration limit) {
        drainTimeout = limit;
        return this;
    }

    /** Where the lines about calls go. */
    public ThriftServerBuilder accessLog(AccessLog log) {
        accessLog = log;
        return this;
    }

    /** How many connections there may be. */
    ThriftServerBuilder connections(OpenConnections.Limits limits) {
        connections = new OpenConnections(limits);
        return this;
    }

    /** The threads of calls that wait. */
    ThriftServerBuilder pool(CallPool threads) {
        pool = threads;
        return this;
    }

    /** How long connections wait for their clients. */
    ThriftServerBuilder patience(Patience.Limits limits) {
        patience = limits;
        return this;
    }

    /** Opens the port; throws when a method that blocks is none of the services'. */
    public ThriftServer start() throws IOException {
        for (String method : blocking) {
            if (!methods.containsKey(method)) {
                throw new IllegalStateException("%s: no such method".formatted(method));
            }
        }
        Serving serving = new Serving(
                Map.copyOf(methods),
                Set.copyOf(blocking),
                requireNonNull(verifier, "verifier"),
                requireNonNull(peers, "peers"),
                accessLog,
                requestTimeout,
                pool,
                new ServerMetrics(meter, connections::count),
                connections,
                patience);
        return ThriftServer.start(port, identity, serving, drainTimeout);
    }
}
