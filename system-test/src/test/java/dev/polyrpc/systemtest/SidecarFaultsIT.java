package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The faults that a caller may ask a sidecar for in the demo profile; in others its configuration has none (envoy/lint). */
@EnabledIfSystemProperty(named = "polyrpc.sidecars", matches = "true")
class SidecarFaultsIT {
    @RegisterExtension
    static final Landscape landscape = new Landscape(Built.TOKEN, Built.PRODUCT_MGMT);

    @Test
    void call_asksForARefusal_getsIt() {
        Refusals.assertRefused(
                () -> asking(Map.of("x-envoy-fault-abort-grpc-request", "14")).getProduct(Shop.get("any")),
                Status.Code.UNAVAILABLE);
    }

    @Test
    void call_asksForADelayLongerThanItsDeadline_endsWithTheDeadline() {
        Refusals.assertRefused(
                () -> asking(Map.of("x-envoy-fault-delay-request", "60000"))
                        .withDeadlineAfter(1, TimeUnit.SECONDS)
                        .getProduct(Shop.get("any")),
                Status.Code.DEADLINE_EXCEEDED);
    }

    @Test
    void call_asksToBeTriedAgain_isNot() { // SIDE-4
        Sidecar sidecar = landscape.sidecar(Built.PRODUCT_MGMT);
        Refusals.assertRefused(() -> asking(Map.of()).getProduct(Shop.get("any")), Status.Code.NOT_FOUND);
        landscape.process(Built.PRODUCT_MGMT).kill();
        try {
            Refusals.assertRefused(
                    () -> asking(Map.of(
                                    "x-envoy-retry-on",
                                    "connect-failure,reset",
                                    "x-envoy-retry-grpc-on",
                                    "unavailable",
                                    "x-envoy-max-retries",
                                    "3"))
                            .getProduct(Shop.get("any")),
                    Status.Code.UNAVAILABLE,
                    "BACKEND_UNAVAILABLE");
        } finally {
            landscape.start(Built.PRODUCT_MGMT);
        }
        assertThat(sidecar.stat("cluster.service.upstream_rq_total")).isPositive();
        assertThat(sidecar.stat("cluster.service.upstream_rq_retry")).isZero();
    }

    @Test
    void call_asksForNothing_isServed() {
        Refusals.assertRefused(() -> asking(Map.of()).getProduct(Shop.get("any")), Status.Code.NOT_FOUND);
    }

    private static ProductMgmtServiceGrpc.ProductMgmtServiceBlockingStub asking(Map<String, String> faults) {
        Metadata headers = new Metadata();
        faults.forEach((name, value) -> headers.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value));
        Channel channel = ClientInterceptors.intercept(
                landscape.anonymous(Built.PRODUCT_MGMT, "alice"), MetadataUtils.newAttachHeadersInterceptor(headers));
        return ProductMgmtServiceGrpc.newBlockingStub(
                Wire.authorized(channel, () -> landscape.token("alice", Built.PRODUCT_MGMT)));
    }
}
