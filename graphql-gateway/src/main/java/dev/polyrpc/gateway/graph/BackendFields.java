package dev.polyrpc.gateway.graph;

import graphql.schema.idl.RuntimeWiring;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the gateway tells of the backends themselves, without asking them. */
final class BackendFields {
    private static final int MEDIAN = 50;
    private static final int MOST = 99;

    private final List<BackendView> backends;

    BackendFields(List<BackendView> backends) {
        this.backends = List.copyOf(backends);
    }

    /** One backend at the moment at which it was asked about. */
    private record Seen(BackendView backend, boolean ready, RecentCalls.Summary recent) {
        static Seen of(BackendView backend) {
            return new Seen(
                    backend, backend.ready().getAsBoolean(), backend.recent().summary());
        }

        @Nullable
        LatencyCounts latency() {
            return recent.times().all() == 0 ? null : recent.times();
        }
    }

    void wire(RuntimeWiring.Builder wiring) {
        wiring.type(
                        "Query",
                        type -> type.dataFetcher(
                                "backends",
                                field -> backends.stream().map(Seen::of).toList()))
                .type(
                        "Backend",
                        type -> type.dataFetcher("name", SourceField.of(Seen.class, it -> it.backend.name()))
                                .dataFetcher(
                                        "wire",
                                        SourceField.of(
                                                Seen.class,
                                                it -> it.backend.wire().name()))
                                .dataFetcher(
                                        "state",
                                        SourceField.of(Seen.class, it -> it.ready ? "CONNECTED" : "DISCONNECTED"))
                                .dataFetcher("calls", SourceField.of(Seen.class, it -> it.recent.calls()))
                                .dataFetcher("unanswered", SourceField.of(Seen.class, it -> it.recent.unanswered()))
                                .dataFetcher("latency", SourceField.of(Seen.class, Seen::latency)))
                .type(
                        "Latency",
                        type -> type.dataFetcher(
                                        "p50Ms", SourceField.of(LatencyCounts.class, it -> it.percentileMs(MEDIAN)))
                                .dataFetcher(
                                        "p99Ms", SourceField.of(LatencyCounts.class, it -> it.percentileMs(MOST))));
    }
}
