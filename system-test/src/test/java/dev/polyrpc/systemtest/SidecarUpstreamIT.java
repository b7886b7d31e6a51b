package dev.polyrpc.systemtest;

import dev.polyrpc.proto.returns.v1.ProductReturn;
import dev.polyrpc.proto.returns.v1.ReturnState;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the sidecar of returns makes of a product management that does not answer. */
@EnabledIfSystemProperty(named = "polyrpc.sidecars", matches = "true")
class SidecarUpstreamIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String CLUSTER = "cluster.product-mgmt.";

    @RegisterExtension
    static final Landscape landscape = new Landscape(Built.TOKEN, Built.PRODUCT_MGMT, Built.RETURN);

    private final Shop shop = new Shop(landscape);

    @Test
    void call_calleeDoesNotAnswer_isFoundUnhealthyAndComesBack() { // SIDE-3
        String product = shop.stock("frozen", 50);
        Eventually.until("it is healthy", LIMIT, () -> stat("membership_healthy") == 1);
        landscape.process(Built.PRODUCT_MGMT).freeze();
        try {
            Eventually.until("it is found unhealthy", LIMIT, () -> stat("membership_healthy") == 0);
            long refused = stat("upstream_cx_none_healthy");
            open(product);
            Eventually.until("it is left alone", LIMIT, () -> stat("upstream_cx_none_healthy") > refused);
        } finally {
            landscape.process(Built.PRODUCT_MGMT).thaw();
        }
        Eventually.until("it is called again", LIMIT, () -> quarantines(product));
    }

    /** Opens a return, and does not wait for what comes of it. */
    private void open(String product) {
        new Thread(() -> quarantines(product)).start();
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
