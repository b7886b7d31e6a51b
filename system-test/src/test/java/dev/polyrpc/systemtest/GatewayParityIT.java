package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The gateway asks product management over gRPC, and then over Thrift: whoever asks the gateway sees no difference. */
class GatewayParityIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String PRODUCT =
            " productId name category quantityPerUnit unitPriceCents discontinued etag createTime updateTime"
                    + " stock { onHand quarantined writtenOff stockVersion } ";
    private static final String EVENT = " position productId cause change movementId initiatedBy eventTime"
            + " stock { onHand quarantined writtenOff stockVersion } ";
    private static final List<String> QUERIES = List.of(
            "{ product(id: \"parity\") { %s events(last: 20) { %s } returns { state product { name } } } }"
                    .formatted(PRODUCT, EVENT),
            "{ product(id: \"none\") { name } }",
            "{ product(id: \"No Such\") { name } }",
            "{ products(first: 2) { edges { cursor node { %s } } pageInfo { hasNextPage endCursor } } }"
                    .formatted(PRODUCT),
            "{ products(first: 2, after: \"forged\") { edges { cursor } } }",
            "{ products(first: 2) { edges { node { events(last: 2) { %s product { name } } } } } }".formatted(EVENT));

    @RegisterExtension
    static final Landscape landscape =
            new Landscape().with(Built.GATEWAY, "CURSOR_KEY", cursorKey().toString());

    private final Shop shop = new Shop(landscape);

    /** A gateway that starts anew takes its cursors by it. */
    private static Path cursorKey() {
        try {
            Path key = Files.write(Files.createTempFile("cursor", ".key"), new byte[32]);
            key.toFile().deleteOnExit();
            return key;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void gateway_overEitherWire_answersAlike() {
        shop.stock("parity", 40);
        shop.stock("other", 3);
        shop.stock("zebra", 1);
        shop.open("parity", 2);
        String sameId = UUID.randomUUID().toString();

        List<JsonNode> overGrpc = answers("z-grpc", sameId);
        switchTo("thrift");
        List<JsonNode> overThrift = answers("z-thrift", sameId);

        for (int i = 0; i < overGrpc.size(); i++) {
            assertThat(overThrift.get(i)).as("answer %d", i).isEqualTo(overGrpc.get(i));
        }
        assertThat(overGrpc.toString()).contains("SERVICE_UNAVAILABLE", "FORBIDDEN", "STOCK_OUT_OF_RANGE");
        subscriptionGoesOnAroundARestart();
    }

    /** What the gateway says to all of it; alike where it says the same, whatever it calls the request. */
    private List<JsonNode> answers(String newProduct, String sameId) {
        GraphQl gateway = landscape.gateway();
        List<JsonNode> answers = new ArrayList<>();
        for (String client : new String[] {"auditor", "alice"}) {
            String token = landscape.token(client, Built.GATEWAY);
            QUERIES.forEach(query -> answers.add(gateway.ask(token, query, Map.of())));
        }
        String warehouse = landscape.token("warehouse", Built.GATEWAY);
        answers.add(gateway.ask(warehouse, creation("z-same", sameId), Map.of()));
        answers.add(
                gateway.ask(warehouse, creation(newProduct, UUID.randomUUID().toString()), Map.of()));
        answers.add(gateway.ask(warehouse, creation("parity", UUID.randomUUID().toString()), Map.of()));
        answers.add(gateway.ask(warehouse, adjustment(newProduct, 7), Map.of()));
        answers.add(gateway.ask(warehouse, adjustment(newProduct, -70), Map.of()));
        answers.add(gateway.ask(warehouse, adjustment(newProduct, 0), Map.of()));
        answers.add(gateway.ask(landscape.token("alice", Built.GATEWAY), adjustment(newProduct, 7), Map.of()));
        answers.addAll(followed());
        landscape.process(Built.PRODUCT_MGMT).kill();
        answers.add(gateway.ask(warehouse, QUERIES.get(1), Map.of()));
        landscape.start(Built.PRODUCT_MGMT);
        landscape.reconnect();
        Eventually.until(
                "product management is found again",
                LIMIT,
                () -> !gateway.ask(warehouse, QUERIES.get(1), Map.of()).has("errors"));
        answers.forEach(GatewayParityIT::forget);
        return answers.stream().map(answer -> renamed(answer, newProduct)).toList();
    }

    /** Three changes as a subscription tells them, and one that cannot begin. */
    private List<JsonNode> followed() {
        String token = landscape.token("auditor", Built.GATEWAY);
        String document =
                "subscription { inventoryChanged(after: 0, productIds: [\"parity\"]) { %s product { name } } }"
                        .formatted(EVENT);
        List<JsonNode> told = new ArrayList<>();
        try (Subscription subscription = Subscription.open(landscape, token, document)) {
            told.add(subscription.answer());
            told.add(subscription.answer());
        }
        try (Subscription subscription =
                Subscription.open(landscape, token, document.replace("after: 0", "after: -1"))) {
            told.add(subscription.answer());
        }
        return told;
    }

    private void subscriptionGoesOnAroundARestart() {
        String token = landscape.token("auditor", Built.GATEWAY);
        try (Subscription subscription = Subscription.open(
                landscape, token, "subscription { inventoryChanged(after: 0, productIds: [\"other\"]) { change } }")) {
            assertThat(change(subscription)).isEqualTo(3);
            landscape.process(Built.PRODUCT_MGMT).kill();
            landscape.start(Built.PRODUCT_MGMT);
            landscape.reconnect();
            landscape.products("warehouse").adjustInventory(Shop.adjustment("other", 5));
            assertThat(change(subscription)).isEqualTo(5);
        }
    }

    private static int change(Subscription subscription) {
        return subscription.answer().at("/data/inventoryChanged/change").asInt();
    }

    private static void switchTo(String wire) {
        landscape.process(Built.GATEWAY).kill();
        landscape.start(Built.GATEWAY, Map.of(Built.GATEWAY.setting("PRODUCT_WIRE"), wire));
    }

    private static String creation(String id, String requestId) {
        return "mutation { createProduct(input: { productId: \"%s\", name: \"Tea\", unitPriceCents: 5, requestId: \"%s\" })"
                        .formatted(id, requestId)
                + " { product { productId name unitPriceCents stock { onHand } } userErrors { field message reason } } }";
    }

    private static String adjustment(String id, int change) {
        return "mutation { adjustInventory(input: { productId: \"%s\", change: %d, requestId: \"%s\" })"
                        .formatted(id, change, UUID.randomUUID())
                + " { event { cause change initiatedBy stock { onHand stockVersion } }"
                + " userErrors { field message reason } } }";
    }

    /** Takes the names of request and trace out. */
    private static void forget(JsonNode answer) {
        answer.findParents("requestId")
                .forEach(parent -> ((ObjectNode) parent).remove(List.of("traceId", "requestId")));
    }

    /** Calls the product that each wire has of its own alike. */
    private static JsonNode renamed(JsonNode answer, String product) {
        try {
            return JSON.readTree(answer.toString().replace(product, "its-own"));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
