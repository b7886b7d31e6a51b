package dev.polyrpc.systemtest;

/** How many calls and watches a service has open, as its metrics tell whoever runs it. */
final class OpenStreams {
    private final Metrics metrics;

    OpenStreams(Landscape landscape, Built service) {
        this.metrics = Metrics.of(landscape, service);
    }

    /** Calls of a method that have begun and not ended. */
    long calls(String method) {
        String label = ".*grpc_method=\"[\\w.]+/%s\".*".formatted(method);
        return metrics.sum("grpc_server_call_started_total", label)
                - metrics.sum("grpc_server_call_duration_seconds_count", label);
    }

    /** Watches that are open. */
    long watches() {
        return metrics.sum("polyrpc_watches", ".*");
    }
}
