package dev.polyrpc.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who works on an operation, by the thread that tells the access log of its end. */
final class GatewayLargeTest {
    private static final String WORKERS = "large-request";

    @RegisterExtension
    static final GatewayUnderTest gateway = GatewayUnderTest.start(Map.of("POLYRPC_GATEWAY_ACCESS_LOG", "all"));

    @ParameterizedTest
    @EnumSource
    void largeOperation_leavesTheEventLoop_aSmallOneDoesNot(Carrier carrier) throws Exception { // GQL-31
        assertThat(thread(carrier, 200)).startsWith(WORKERS);
        assertThat(thread(carrier, 2)).doesNotStartWith(WORKERS);
    }

    @Test
    void largeOperation_batchesAsASmallOne() {
        gateway.run("query Told { returns(first: 150) { nodes { product { events(last: 1) { position } } } } }");

        assertThat(gateway.returns.backend.methods()).containsExactly("ListReturns");
        assertThat(gateway.products.backend.methods())
                .containsExactlyInAnyOrder( // a hundred of the products are there
                        "BatchGetProducts", "BatchGetProducts", "BatchListInventoryEvents");
    }

    @Test
    void largeEvents_comeInOrder() throws Exception {
        try (SocketClient socket = gateway.aliceOn(gateway.socket())) {
            socket.subscribe(
                    "1",
                    "subscription { inventoryChanged(after: 0) { position product { events(last: 20) {"
                            + " product { events(last: 20) { position } } } } } }");
            gateway.products.watches.publish(20);

            for (int position = 1; position <= 20; position++) {
                JsonNode event = socket.next().at("/payload/data/inventoryChanged");
                assertThat(event.path("position").asLong()).isEqualTo(position);
                assertThat(event.at("/product/events/0/product/events/0/position")
                                .isNumber())
                        .isTrue();
            }
        }
    }

    private static String thread(Carrier carrier, int returns) throws Exception {
        try (LogLines told = LogLines.of("access")) {
            String query = "query Told { returns(first: %d) { nodes { product { name } } } }".formatted(returns);
            assertThat(carrier.ask(gateway, query).at("/data/returns/nodes")).hasSize(returns);
            Eventually.holds(() -> !told.with("graphql/query/Told").isEmpty());
            return told.with("graphql/query/Told").get(0).thread();
        }
    }
}
