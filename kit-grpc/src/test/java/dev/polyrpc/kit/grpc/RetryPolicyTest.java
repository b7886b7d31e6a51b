package dev.polyrpc.kit.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import io.grpc.health.v1.HealthGrpc;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    @Test
    void idempotentUnaryMethods_areRetried_streamsAreNot() {
        assertThat(RetryPolicy.serviceConfig(ProductMgmtServiceGrpc.getServiceDescriptor())
                        .toString())
                .contains("GetProduct", "AdjustInventory", "retryThrottling")
                .doesNotContain("WatchInventory", "ImportProducts", "ReconcileInventory");
    }

    @Test
    void contractThatSaysNothing_isNotRetried() {
        assertThat(RetryPolicy.serviceConfig(HealthGrpc.getServiceDescriptor())).isEmpty();
    }
}
