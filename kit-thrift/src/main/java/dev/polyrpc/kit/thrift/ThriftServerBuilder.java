package dev.polyrpc.kit.thrift;

import com.google.protobuf.Descriptors.ServiceDescriptor;
import dev.polyrpc.kit.identity.TokenVerifier;
import dev.polyrpc.kit.telemetry.AccessLog;
import dev.polyrpc.kit.telemetry.Telemetry;
import dev.polyrpc.kit.tls.PeerPolicy;
import dev.polyrpc.kit.tls.TlsIdentity;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.Meter;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.thrift.TBaseAsyncProcessor;
import org.jspecify.annotations.Nullable;

/** Makes a {@link ThriftServer}; for use by one thread. */
public final class ThriftServerBuilder {
    final int port;
    final TlsIdentity identity;
    final Set<String> blocking = new HashSet<>();

    @Nullable
    TokenVerifier verifier;

    @Nullable
    PeerPolicy peers;

    Meter meter = OpenTelemetry.noop().getMeter("none");
    AccessLog accessLog = AccessLog.of(AccessLog.Mode.SAMPLED);
    Duration requestTimeout = Duration.ofSeconds(30);
    Duration drainTimeout = Duration.ofSeconds(10);

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
     * Adds a service, whose handler answers its callback from whatever thread, and at once if it can.
     *
     * @param contract the same service in proto, which says who may call each method
     * @param processor how the generated processor of the handler is made: {@code ProductMgmtService.AsyncProcessor::new}
     */
    public <I> ThriftServerBuilder add(
            ServiceDescriptor contract, I handler, Function<I, ? extends TBaseAsyncProcessor<I>> processor) {
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

    /** Opens the port; throws when a contract does not say who may call a method. */
    public ThriftServer start() throws IOException {
        return new ThriftServer(port, List.of());
    }
}
