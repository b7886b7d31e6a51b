package dev.polyrpc.client.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.proto.product.v1.ListProductsRequest;
import dev.polyrpc.proto.product.v1.ReconcileInventoryRequest;
import dev.polyrpc.proto.returns.v1.ListReturnsRequest;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RequestIdsTest {
    private final RequestIds ids = new RequestIds();

    @Test
    void ofLine_isTheLinesAndTheRuns() { // DOM-5
        String id = ids.ofLine(7);

        assertThat(UUID.fromString(id)).hasToString(id);
        assertThat(id).isEqualTo(ids.ofLine(7)).isNotEqualTo(ids.ofLine(8)).isNotEqualTo(new RequestIds().ofLine(7));
    }

    @Test
    void ofContent_isWhatTheItemSays_inAnyRun() { // DOM-5
        ReconcileInventoryRequest count = ReconcileInventoryRequest.newBuilder()
                .setProductId("chai")
                .setCounted(39)
                .build();
        String id = RequestIds.ofContent(count);

        assertThat(UUID.fromString(id)).hasToString(id);
        assertThat(id)
                .isEqualTo(RequestIds.ofContent(count.toBuilder().build()))
                .isNotEqualTo(
                        RequestIds.ofContent(count.toBuilder().setCounted(40).build()));
    }

    @Test
    void ofContent_sameBytesOfAnotherType_isAnotherId() {
        assertThat(RequestIds.ofContent(ListProductsRequest.getDefaultInstance()))
                .isNotEqualTo(RequestIds.ofContent(ListReturnsRequest.getDefaultInstance()));
    }
}
