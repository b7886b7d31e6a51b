package dev.polyrpc.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each call brings to its backend: how long it may take, and for whom it is. */
final class GatewayCallsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String NESTED = "{ returns(first: 1) { nodes { product { name } } } }";
    private static final long RESERVE = 50;
    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayUnderTest.start(Map.of(
                "POLYRPC_GATEWAY_RETURN_TIMEOUT",
                "60s",
                "POLYRPC_GATEWAY_PRODUCT_MGMT_TIMEOUT",
                "20s",
                "POLYRPC_GATEWAY_REQUEST_TIMEOUT",
                "40s"));
        gateway.run(NESTED); // keys, tokens and channels are there when a test counts milliseconds
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void reset() throws Exception {
        gateway.reset();
    }

    @Test
    void deadline_ofAChain_doesNotBeginAnew() { // GQL-10
        gateway.returns.backend.answerAfter(Duration.ofMillis(300));
        ask(10_000);

        long first = returnsCall().deadlineMs();
        assertThat(first).isLessThanOrEqualTo(10_000 - RESERVE);
        assertThat(productCall().deadlineMs()).isLessThanOrEqualTo(first - 300);
    }

    @Test
    void deadline_isTheBackendsCap_whereThatIsLess() { // GQL-10
        ask(30_000);

        assertThat(returnsCall().deadlineMs()).isBetween(20_001L, 30_000 - RESERVE);
        assertThat(productCall().deadlineMs()).isLessThanOrEqualTo(20_000);
    }

    @Test
    void deadline_isTheGateways_whereTheCallerGivesNone() {
        gateway.run(NESTED);

        assertThat(returnsCall().deadlineMs()).isBetween(20_001L, 40_000 - RESERVE);
    }

    @Test
    void token_isExchangedForEachBackend_andNoOtherIsSentThere() throws Exception {
        gateway.run(NESTED);

        JsonNode toReturns = claims(returnsCall().token());
        JsonNode toProducts = claims(productCall().token());
        assertThat(toReturns.path("aud").asText()).isEqualTo("return.polyrpc.test");
        assertThat(toProducts.path("aud").asText()).isEqualTo("product-mgmt.polyrpc.test");
        for (JsonNode token : new JsonNode[] {toReturns, toProducts}) {
            assertThat(token.path("sub").asText()).isEqualTo("alice");
            assertThat(token.at("/act/sub").asText()).isEqualTo("gateway");
        }
    }

    private static Backend.Call returnsCall() {
        return gateway.returns.backend.calls().get(0);
    }

    private static Backend.Call productCall() {
        return gateway.products.backend.calls().get(0);
    }

    private static void ask(long timeoutMs) {
        HttpRequest request = gateway.request()
                .header("x-request-timeout-ms", String.valueOf(timeoutMs))
                .POST(GatewayUnderTest.body(NESTED, Map.of()))
                .build();
        assertThat(gateway.send(request).statusCode()).isEqualTo(200);
    }

    private static JsonNode claims(String token) throws JsonProcessingException {
        return JSON.readTree(new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), UTF_8));
    }
}
