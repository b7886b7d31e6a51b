package dev.polyrpc.systemtest;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A trace that goes through services: what their sidecars tell of it joins up, as each service hands it on. */
@EnabledIfSystemProperty(named = "polyrpc.sidecars", matches = "true")
class SidecarTraceIT {
    private static final Duration LIMIT = Duration.ofSeconds(20); // the last spans are sent after 5 s
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALLER = "00f067aa0ba902b7";
    private static final String RETURN = "return-sidecar";
    private static final String PRODUCT_MGMT = "product-mgmt-sidecar";
    private static final Collector collector = Collector.start();

    @RegisterExtension
    static final Landscape landscape = new Landscape().withSidecars("COLLECTOR_PORT", collector.port());

    @AfterAll
    static void stop() {
        collector.close();
    }

    @Test
    void mutation_inATrace_isOneTraceThroughGatewayAndReturnsToProductManagement() {
        String product = new Shop(landscape).stock("traced", 5);

        landscape
                .gateway()
                .with("traceparent", "00-%s-%s-01".formatted(TRACE, CALLER))
                .mutate(
                        landscape.token("alice", Built.GATEWAY),
                        "initiateReturn",
                        Map.of("order", "order 1", "productId", product, "quantity", 1, "reason", "UNWANTED"),
                        "return { returnId }");

        Eventually.until(
                "the gateway handed it on",
                LIMIT,
                () -> collector.parents(RETURN, TRACE).contains(CALLER));
        Eventually.until(
                "returns handed it on",
                LIMIT,
                () -> !Collections.disjoint(collector.parents(PRODUCT_MGMT, TRACE), collector.ids(RETURN, TRACE)));
    }
}
