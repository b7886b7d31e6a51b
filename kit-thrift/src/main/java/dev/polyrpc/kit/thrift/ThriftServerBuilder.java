package dev.polyrpc.kit.thrift;

import com.google.protobuf.Descriptors.ServiceDescriptor;
import dev.polyrpc.kit.call.CallPool;
import dev.polyrpc.kit.call.Guard;
import dev.polyrpc.kit.telemetry.Telemetry;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.thrift.TBaseAsyncProcessor;

/** Makes a {@link ThriftServer}; for use by one thread. */
public final class ThriftServerBuilder {
    private final int port;
    private final Guard guard;
    private final Map<String, ServedMethod> methods = new HashMap<>();
    private final Set<String> blocking = new HashSet<>();
    private OpenConnections connections = new OpenConnections(OpenConnections.Limits.DEFAULT);
    private CallPool pool = new CallPool("thrift-call");
    private WaitTimer.Limits waits = WaitTimer.Limits.DEFAULT;

    ThriftServerBuilder(int port, Guard guard) {
        this.port = port;
        this.guard = guard;
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
    ThriftServerBuilder waits(WaitTimer.Limits limits) {
        waits = limits;
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
                guard,
                pool,
                new ServerMetrics(guard.telemetry().getMeter(Telemetry.OURS), connections::count),
                connections,
                waits);
        return ThriftServer.start(port, serving);
    }
}
