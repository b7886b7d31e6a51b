package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.proto.returns.v1.ProductReturn;
import dev.polyrpc.proto.returns.v1.ReturnState;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the sidecar of returns makes of a product management that is gone, or does not answer. */
@EnabledIfSystemProperty(named = "polyrpc.sidecars", matches = "true")
class SidecarUpstreamIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String CLUSTER = "cluster.product-mgmt.";

    @RegisterExtension
    static final Landscape landscape = new Landscape(Built.TOKEN, Built.PRODUCT_MGMT, Built.RETURN);

    private final Shop shop = new Shop(landscape);

    @Test
    void call_calleeIsGone_isEjectedAndComesBack() { // SIDE-3
        String product = shop.stock("ejected", 50);
        long ejections = stat("outlier_detection.ejections_enforced_total");
        landscape.process(Built.PRODUCT_MGMT).kill();
        Eventually.until("it is left alone", LIMIT, () -> {
            quarantines(product);
            return stat("outlier_detection.ejections_enforced_total") > ejections;
        });

        landscape.start(Built.PRODUCT_MGMT);
        Eventually.until("it is called again", LIMIT, () -> quarantines(product));
    }

    @Test
    void call_calleeDoesNotAnswer_isFoundUnhealthyAndComesBack() { // SIDE-3
        String product = shop.stock("frozen", 50);
        Eventually.until("it is healthy", LIMIT, () -> stat("membership_healthy") == 1);
        landscape.process(Built.PRODUCT_MGMT).freeze();
        try {
            Eventually.until("it is found unhealthy", LIMIT, () -> stat("membership_healthy") == 0);
            assertThat(quarantines(product)).isFalse();
        } finally {
            landscape.process(Built.PRODUCT_MGMT).thaw();
        }
        Eventually.until("it is called again", LIMIT, () -> quarantines(product));
    }

    /** Whether a return goes through, for which product management has to be called. */
    private boolean quarantines(String product) {
        try {
            ProductReturn opened = shop.open(product, 1);
            return opened.getState() == ReturnState.RETURN_STATE_QUARANTINED;
        } catch (StatusRuntimeException refused) {
            return false;
        }
    }

    private static long stat(String name) {
        return landscape.sidecar(Built.RETURN).stat(CLUSTER + name);
    }
}
