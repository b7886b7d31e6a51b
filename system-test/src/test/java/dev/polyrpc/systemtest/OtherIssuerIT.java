package dev.polyrpc.systemtest;

import static dev.polyrpc.systemtest.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.polyrpc.kit.testing.TestKeycloak;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.returns.v1.GetReturnRequest;
import io.grpc.Status;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Another provider's users, of Keycloak's shape, as customers: through the gateway, two exchanges and both services. */
class OtherIssuerIT {
    private static final TestKeycloak KEYCLOAK = TestKeycloak.start();

    @RegisterExtension
    static final Landscape landscape = new Landscape()
            .with(Built.TOKEN, "ISSUERS", KEYCLOAK.profile().toString())
            .with(Built.GATEWAY, "ISSUERS", KEYCLOAK.profile().toString());

    private final Shop shop = new Shop(landscape);

    @AfterAll
    static void stop() {
        KEYCLOAK.close();
    }

    @Test
    void initiateReturn_byTheirUser_isTheirsAlone() { // TOK-26
        String product = shop.stock("keycloak", 9);
        String alice = KEYCLOAK.token("alice", "product:read", "returns:read", "returns:write");

        JsonNode opened = landscape
                .gateway()
                .mutate(
                        alice,
                        "initiateReturn",
                        Map.of("order", "7", "productId", product, "quantity", 2, "reason", "DAMAGED"),
                        "return { returnId state }");
        String id = opened.at("/return/returnId").asText();

        assertThat(opened.at("/return/state").asText()).isEqualTo("QUARANTINED");
        GetReturnRequest request = GetReturnRequest.newBuilder().setReturnId(id).build();
        assertThat(landscape
                        .returns("warehouse")
                        .getReturn(request)
                        .getProductReturn()
                        .getCustomer())
                .isEqualTo("keycloak:alice");
        assertRefused(() -> landscape.returns("alice").getReturn(request), Status.Code.NOT_FOUND);
    }

    @Test
    void return_ofOurUserWithThatName_isNotTheirs() { // TOK-26
        String id = shop.open(shop.stock("ours", 9), 1).getReturnId();

        JsonNode answer = landscape
                .gateway()
                .ask(
                        KEYCLOAK.token("alice", "returns:read"),
                        "query($id: ID!) { return(id: $id) { state } }",
                        Map.of("id", id));

        assertThat(answer.at("/data/return").isNull()).as(answer.toString()).isTrue();
    }

    @Test
    void call_theirTokenToAService_isRefused() { // TOK-33
        String token = KEYCLOAK.token("alice", "product:read");
        var products = ProductMgmtServiceGrpc.newBlockingStub(
                Wire.authorized(landscape.anonymous(Built.PRODUCT_MGMT, "alice"), () -> token));

        assertRefused(() -> products.getProduct(Shop.get("chai")), Status.Code.UNAUTHENTICATED, "TOKEN_INVALID");
    }
}
