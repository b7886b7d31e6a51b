package dev.polyrpc.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class GatewayMutationTest {
    private static final String REQUEST_ID = "requestId: \"00000000-0000-4000-8000-000000000001\"";

    @RegisterExtension
    static final GatewayUnderTest gateway = GatewayUnderTest.start();

    @Test
    void initiateReturn_withItsProduct_isTwoCalls() {
        JsonNode payload = gateway.run("""
                mutation { initiateReturn(input: {order: "o-1", productId: "p-4", quantity: 2, reason: WRONG_ITEM, %s,
                  clientMutationId: "c"}) {
                  clientMutationId userErrors { message } return { state reason order product { name } } } }
                """.formatted(REQUEST_ID)).at("/data/initiateReturn");

        assertThat(payload.path("clientMutationId").asText()).isEqualTo("c");
        assertThat(payload.path("userErrors")).isEmpty();
        assertThat(payload.at("/return/state").asText()).isEqualTo("QUARANTINED");
        assertThat(payload.at("/return/reason").asText()).isEqualTo("WRONG_ITEM");
        assertThat(payload.at("/return/product/name").asText()).isEqualTo("Product p-4");
        assertThat(gateway.returns.backend.methods()).containsExactly("InitiateReturn");
        assertThat(gateway.products.backend.methods()).containsExactly("BatchGetProducts");
    }

    @Test
    void initiateReturn_invalid_isUserError() {
        JsonNode answer = gateway.run("""
                mutation { initiateReturn(input: {order: "o", productId: "p-4", quantity: 0, reason: DAMAGED, %s}) {
                  userErrors { field message reason } return { state } } }
                """.formatted(REQUEST_ID));

        assertThat(answer.has("errors")).isFalse();
        assertThat(answer.at("/data/initiateReturn/return").isNull()).isTrue();
        JsonNode error = answer.at("/data/initiateReturn/userErrors/0");
        assertThat(error.path("field").asText()).isEqualTo("quantity");
        assertThat(error.path("reason").asText()).isEqualTo("QUANTITY_OUT_OF_RANGE");
    }

    @Test
    void cancelReturn_inTheWrongState_isFailedPrecondition() {
        JsonNode answer = gateway.run("mutation { cancelReturn(input: {returnId: \"%s\", %s}) { return { state } } }"
                .formatted(FakeReturns.id(1), REQUEST_ID));

        assertThat(answer.at("/data/cancelReturn").isNull()).isTrue();
        assertThat(answer.at("/errors/0/extensions/code").asText()).isEqualTo("FAILED_PRECONDITION");
        assertThat(answer.at("/errors/0/extensions/reason").asText()).isEqualTo("RETURN_STATE");
        assertThat(answer.at("/errors/0/extensions/grpcStatus").asInt()).isEqualTo(9);
    }

    @Test
    void inspectReturn_accepted_isRestocked() {
        JsonNode answer = gateway.run(
                "mutation { inspectReturn(input: {returnId: \"%s\", verdict: ACCEPT, %s}) { return { state } } }"
                        .formatted(FakeReturns.id(1), REQUEST_ID));

        assertThat(answer.at("/data/inspectReturn/return/state").asText()).isEqualTo("RESTOCKED");
    }

    @Test
    void createProduct_answersWithTheProduct() {
        JsonNode answer = gateway.run("""
                mutation { createProduct(input: {productId: "new", name: "New", unitPriceCents: 5000000000, %s}) {
                  product { productId unitPriceCents category stock { onHand } } } }
                """.formatted(REQUEST_ID));

        assertThat(answer.at("/data/createProduct/product/unitPriceCents").asLong())
                .isEqualTo(5_000_000_000L);
        assertThat(answer.at("/data/createProduct/product/category").isNull()).isTrue();
    }

    @Test
    void productAfterAChange_isReadAgain() {
        String adjust =
                "adjustInventory(input: {productId: \"p-1\", change: 5, %s}) { event { stock { onHand } } product { name } }"
                        .formatted(REQUEST_ID);
        gateway.run("mutation { a: %s b: %s }".formatted(adjust, adjust));

        assertThat(gateway.products.backend.methods())
                .containsExactly("AdjustInventory", "BatchGetProducts", "AdjustInventory", "BatchGetProducts");
    }
}
