package dev.polyrpc.client.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.polyrpc.client.demo.GatewayClient.Answer;
import dev.polyrpc.client.session.Endpoints;
import dev.polyrpc.client.session.Session;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** One GraphQL query across both services, and the story's steps as mutations. */
final class GatewayChapter {
    private static final String EVERYTHING = """
            query Everything {
              returns(first: 3) {
                nodes {
                  returnId state quantity
                  product {
                    name
                    stock { onHand quarantined writtenOff }
                    events(last: 2) { cause change initiatedBy }
                  }
                }
              }
            }
            """;
    private static final String OPEN = """
            mutation Open($input: InitiateReturnInput!) {
              initiateReturn(input: $input) { return { returnId state } userErrors { reason message } }
            }
            """;
    private static final String CANCEL = """
            mutation Cancel($input: CancelReturnInput!) {
              cancelReturn(input: $input) { return { returnId state } userErrors { reason message } }
            }
            """;
    private static final String ONE = "query One($id: ID!) { return(id: $id) { returnId customer } }";

    private final Story story;
    private final Session customer;
    private final Session stranger;
    private final GatewayClient gateway;

    GatewayChapter(Story story, Endpoints endpoints, Session customer, Session stranger) {
        this.story = story;
        this.customer = customer;
        this.stranger = stranger;
        this.gateway = new GatewayClient(endpoints.gateway(), customer.gatewayTls());
    }

    void play(String productId) throws Exception {
        story.chapter("The same through the GraphQL gateway");
        String token = customer.token("gateway", Set.of());
        JsonNode nodes = story.step(
                "one query: returns, their products and stock, and its latest changes, out of both services", () -> {
                    JsonNode found = gateway.ask(token, EVERYTHING, Map.of())
                            .data()
                            .path("returns")
                            .path("nodes");
                    Story.expect("returns", 3, found.size());
                    Story.expect(
                            "changes",
                            2,
                            found.path(0).path("product").path("events").size());
                    return found;
                });
        nodes.forEach(node -> story.detail(words(node)));
        String opened = story.step("a mutation opens a return", () -> {
            Map<String, Object> input = Map.of(
                    "order",
                    "order " + UUID.randomUUID(),
                    "productId",
                    productId,
                    "quantity",
                    1,
                    "reason",
                    "DAMAGED",
                    "requestId",
                    UUID.randomUUID().toString());
            return changed(gateway.ask(token, OPEN, Map.of("input", input)), "initiateReturn");
        });
        story.check("somebody else asks for it: null, and NOT_FOUND", () -> {
            Answer answer = gateway.ask(stranger.token("gateway", Set.of()), ONE, Map.of("id", opened));
            Story.expect("code", "NOT_FOUND", answer.code());
            Story.expect("null", true, answer.body().path("data").path("return").isNull());
        });
        story.check("a mutation withdraws it", () -> {
            Map<String, Object> input =
                    Map.of("returnId", opened, "requestId", UUID.randomUUID().toString());
            changed(gateway.ask(token, CANCEL, Map.of("input", input)), "cancelReturn");
        });
        story.check(
                "without a token: 401",
                () -> Story.expect(
                        "status", 401, gateway.ask("", EVERYTHING, Map.of()).status()));
    }

    private static String changed(Answer answer, String mutation) {
        JsonNode payload = answer.data().path(mutation);
        Story.expect("user errors", "[]", payload.path("userErrors").toString());
        return payload.path("return").path("returnId").asText();
    }

    private static String words(JsonNode node) {
        JsonNode product = node.path("product");
        return "%s %s x %s; stock %s; its latest change: %s"
                .formatted(
                        node.path("state").asText(),
                        node.path("quantity").asText(),
                        product.path("name").asText(),
                        product.path("stock"),
                        product.path("events").path(0).path("cause").asText());
    }
}
