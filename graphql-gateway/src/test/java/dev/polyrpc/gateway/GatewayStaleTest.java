package dev.polyrpc.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class GatewayStaleTest {
    private static final String STALE = "{ product(id: \"p-1\") { name stale } }";
    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayUnderTest.start(
                Map.of("POLYRPC_GATEWAY_MAX_STALE_PRODUCTS", "10", "POLYRPC_GATEWAY_PRODUCT_MGMT_TIMEOUT", "700ms"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void seen() throws Exception {
        gateway.reset();
        assertThat(gateway.run(STALE).path("data").toString())
                .isEqualTo("{\"product\":{\"name\":\"Product p-1\",\"stale\":false}}");
    }

    @ParameterizedTest
    @EnumSource(names = {"UNAVAILABLE", "EXHAUSTED", "DEADLINE"})
    void product_outOfReach_isAsItWasLastSeen(Kind kind) { // GQL-21
        gateway.products.backend.fail(new Failure(kind, "TOLD", "by the test"));
        JsonNode answer = gateway.run(STALE);

        assertThat(answer.path("data").toString()).isEqualTo("{\"product\":{\"name\":\"Product p-1\",\"stale\":true}}");
        assertThat(answer.has("errors")).isFalse();
        gateway.products.reset();
        assertThat(gateway.run(STALE).at("/data/product/stale").asBoolean()).isFalse();
    }

    @Test
    void product_thatComesTooLate_isAsItWasLastSeen() { // GQL-21
        gateway.products.backend.fallSilent();
        JsonNode answer = gateway.run("{ returns(first: 3) { nodes { product { name stale } } } }");

        assertThat(answer.at("/data/returns/nodes/1/product/stale").asBoolean()).isTrue();
        assertThat(answer.at("/data/returns/nodes/0/product").isNull()).isTrue(); // nobody has seen it
        assertThat(answer.path("errors")).hasSize(2);
        assertThat(answer.at("/errors/0/extensions/code").asText()).isEqualTo("DEADLINE_EXCEEDED");
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"UNAVAILABLE", "EXHAUSTED", "DEADLINE"})
    void product_refused_isNull(Kind kind) { // GQL-21
        gateway.products.backend.fail(new Failure(kind, "TOLD", "by the test"));
        JsonNode answer = gateway.run(STALE);

        assertThat(answer.at("/data/product").isNull()).isTrue();
        assertThat(answer.path("errors")).hasSize(1);
    }

    @Test
    void whoCannotTell_getsNullAndTheError() { // GQL-21
        gateway.products.backend.fail(new Failure(Kind.UNAVAILABLE, "TOLD", "by the test"));
        JsonNode answer = gateway.run("{ product(id: \"p-1\") { name } }");

        assertThat(answer.at("/data/product").isNull()).isTrue();
        assertThat(answer.at("/errors/0/extensions/code").asText()).isEqualTo("SERVICE_UNAVAILABLE");
    }

    @Test
    void whoMayNotRead_getsNothingOfWhatOthersSaw() { // GQL-21
        gateway.products.backend.fail(new Failure(Kind.UNAVAILABLE, "TOLD", "by the test"));
        assertThat(as("bob", "product:read").at("/data/product/stale").asBoolean())
                .isTrue();
        JsonNode answer = as("bob", "returns:read");

        assertThat(answer.at("/data/product").isNull()).isTrue();
        assertThat(answer.path("errors")).hasSize(1);
    }

    @Test
    void fieldsThatNobodyRead_areNotMadeUp() { // GQL-21
        gateway.products.backend.fail(new Failure(Kind.UNAVAILABLE, "TOLD", "by the test"));

        assertThat(gateway.run("{ product(id: \"p-1\") { etag stale } }")
                        .at("/data/product")
                        .isNull())
                .isTrue();
    }

    @Test
    void products_beyondTheBound_areForgotten() { // GQL-21
        gateway.run("{ returns(first: 12) { nodes { product { name stale } } } }");
        gateway.products.backend.fail(new Failure(Kind.UNAVAILABLE, "TOLD", "by the test"));
        JsonNode answer = gateway.run("{ returns(first: 12) { nodes { product { name stale } } } }");

        assertThat(answer.at("/data/returns/nodes").findValues("stale")).hasSize(10);
        assertThat(answer.path("errors")).hasSize(2);
    }

    private static JsonNode as(String subject, String scope) {
        return GatewayUnderTest.json(gateway.send(gateway.request()
                .setHeader("authorization", "Bearer " + gateway.issuer.token(subject, "gateway", scope))
                .POST(GatewayUnderTest.body(STALE, Map.of()))
                .build()));
    }
}
