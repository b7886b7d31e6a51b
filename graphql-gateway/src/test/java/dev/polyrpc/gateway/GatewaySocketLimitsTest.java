package dev.polyrpc.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class GatewaySocketLimitsTest {
    private static final int MOST = 100;
    private static final String WATCH = "subscription { inventoryChanged { position } }";
    private GatewayUnderTest gateway;

    @BeforeEach
    void start() {
        gateway = GatewayUnderTest.start(
                Map.of("POLYRPC_GATEWAY_REQUEST_TIMEOUT", "5s", "POLYRPC_GATEWAY_RETURN_TIMEOUT", "5s"));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void operations_overTheLimitOfASocket_areRefused() { // GQL-14
        try (SocketClient socket = gateway.aliceOn(gateway.socket())) {
            for (int number = 0; number <= MOST; number++) {
                socket.subscribe("s" + number, WATCH);
            }
            JsonNode error = socket.next();

            assertThat(error.path("id").asText()).isEqualTo("s100");
            assertThat(code(error)).isEqualTo("RATE_LIMITED");
            assertThat(reason(error)).isEqualTo("OPERATIONS_FULL");
        }
    }

    @Test
    void operations_thatWereCompleted_areGivenUp_andDoNotCount() throws Exception { // GQL-14 GQL-16
        gateway.returns.backend.fallSilent();
        try (SocketClient socket = gateway.aliceOn(gateway.socket())) {
            for (int number = 0; number <= MOST; number++) {
                socket.subscribe("q", "{ returns { nodes { returnId } } }").complete("q"); // the id is free at once
            }
            assertThat(answers(socket)).isTrue();
            Eventually.within(Duration.ofSeconds(1), () -> gateway.returns.backend.unanswered() == 0);
        }
    }

    @Test
    void subscriptions_overTheLimitOfASubject_areRefused_overAllOfItsSockets() throws Exception { // GQL-14
        try (SocketClient one = gateway.aliceOn(gateway.socket());
                SocketClient two = gateway.aliceOn(gateway.socket());
                SocketClient bobs = gateway.socket().init(gateway.issuer.token("bob", "gateway", "product:read"))) {
            for (int number = 0; number < MOST / 2; number++) {
                one.subscribe("s" + number, watch("one-" + number));
                two.subscribe("s" + number, watch("two-" + number));
            }
            Eventually.holds(() -> gateway.products.watches.open() == MOST);
            JsonNode error = two.subscribe("one more", watch("more")).next();

            assertThat(error.path("id").asText()).isEqualTo("one more");
            assertThat(code(error)).isEqualTo("RATE_LIMITED");
            assertThat(reason(error)).isEqualTo("SUBJECT_SUBSCRIPTIONS_FULL");
            bobs.subscribe("his own", WATCH);
            Eventually.holds(() -> gateway.products.watches.open() == MOST + 1);
            one.complete("s0");
            Eventually.holds(() -> gateway.products.watches.open() == MOST);
            two.subscribe("one more", watch("more"));
            Eventually.holds(() -> gateway.products.watches.open() == MOST + 1);
        }
    }

    /** One whose events nobody else follows: it has a call of its own. */
    private static String watch(String productId) {
        return "subscription { inventoryChanged(productIds: [\"%s\"]) { position } }".formatted(productId);
    }

    private static boolean answers(SocketClient socket) {
        boolean answered = socket.subscribe("again", "{ __typename }")
                .next()
                .path("type")
                .asText()
                .equals("next");
        return answered && socket.next().path("type").asText().equals("complete");
    }

    private static String code(JsonNode error) {
        return error.at("/payload/0/extensions/code").asText();
    }

    private static String reason(JsonNode error) {
        return error.at("/payload/0/extensions/reason").asText();
    }
}
