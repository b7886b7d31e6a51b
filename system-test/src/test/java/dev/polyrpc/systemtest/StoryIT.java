package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.polyrpc.proto.product.v1.Stock;
import dev.polyrpc.proto.returns.v1.ProductReturn;
import dev.polyrpc.proto.returns.v1.ReturnState;
import dev.polyrpc.proto.returns.v1.ReturnStateChange;
import dev.polyrpc.proto.returns.v1.Verdict;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The story that every demo tells, over the real programs. */
class StoryIT {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static final String EVERYTHING = """
            query($id: ID!) {
              product(id: $id) {
                stock { onHand quarantined }
                events(last: 5) { cause initiatedBy }
                returns { state product { name } }
              }
            }
            """;

    @RegisterExtension
    static final Landscape landscape = new Landscape();

    private final Shop shop = new Shop(landscape);

    @Test
    void return_accepted_isRestocked() {
        String product = shop.stock("chai", 40);

        ProductReturn opened = shop.open(product, 3);
        assertThat(opened.getState()).isEqualTo(ReturnState.RETURN_STATE_QUARANTINED);
        assertThat(shop.stockOf(product)).isEqualTo(stock(40, 3, 0, 2));

        shop.inspect(opened, Verdict.VERDICT_ACCEPT);
        assertEnds(opened, ReturnState.RETURN_STATE_RESTOCKED, "warehouse");
        assertThat(shop.stockOf(product)).isEqualTo(stock(43, 0, 0, 3));
    }

    @Test
    void return_rejected_isWrittenOff() {
        String product = shop.stock("chang", 40);

        ProductReturn opened = shop.open(product, 3);
        shop.inspect(opened, Verdict.VERDICT_REJECT);

        assertEnds(opened, ReturnState.RETURN_STATE_WRITTEN_OFF, "warehouse");
        assertThat(shop.stockOf(product)).isEqualTo(stock(40, 0, 3, 3));
    }

    @Test
    void return_cancelled_isWithdrawn() {
        String product = shop.stock("tofu", 40);

        ProductReturn opened = shop.open(product, 3);
        shop.cancel(opened);

        assertEnds(opened, ReturnState.RETURN_STATE_WITHDRAWN, "alice");
        assertThat(shop.stockOf(product)).isEqualTo(stock(40, 0, 0, 3));
    }

    @Test
    void graphql_mutations_tellTheSameStory() {
        GraphQl gateway = landscape.gateway();
        String alice = landscape.token("alice", Built.GATEWAY);
        String warehouse = landscape.token("warehouse", Built.GATEWAY);

        gateway.mutate(
                warehouse,
                "createProduct",
                Map.of("productId", "ikura", "name", "Ikura", "unitPriceCents", 3_100),
                "product { productId }");
        gateway.mutate(
                warehouse, "adjustInventory", Map.of("productId", "ikura", "change", 31), "product { productId }");
        JsonNode opened = gateway.mutate(
                alice,
                "initiateReturn",
                Map.of("order", "10248", "productId", "ikura", "quantity", 2, "reason", "DAMAGED"),
                "return { returnId state }");
        assertThat(opened.at("/return/state").asText()).isEqualTo("QUARANTINED");
        gateway.mutate(
                warehouse,
                "inspectReturn",
                Map.of("returnId", opened.at("/return/returnId").asText(), "verdict", "ACCEPT", "note", "as new"),
                "return { state }");

        JsonNode product = Eventually.value(
                "the return is RESTOCKED",
                LIMIT,
                () -> Optional.of(gateway.ask(alice, EVERYTHING, Map.of("id", "ikura")))
                        .map(answer -> answer.at("/data/product"))
                        .filter(answer -> answer.at("/returns/0/state").asText().equals("RESTOCKED")));
        assertThat(product.at("/returns/0/product/name").asText()).isEqualTo("Ikura");
        assertThat(product.at("/stock/onHand").asInt()).isEqualTo(33);
        assertThat(product.at("/events").findValuesAsText("cause"))
                .containsExactly("RESTOCK", "QUARANTINE", "ADJUSTMENT");
        assertThat(product.at("/events/0/initiatedBy").isNull()).isTrue(); // the warehouse's: not for customers
        assertThat(product.at("/events/1/initiatedBy").asText()).isEqualTo("alice");
    }

    @Test
    void graphql_oneQuery_joinsReturnsWithProductsAndTheirEvents() {
        ProductReturn opened = shop.open(shop.stock("konbu", 24), 2);

        JsonNode answer = landscape
                .gateway()
                .ask(
                        landscape.token("alice", Built.GATEWAY),
                        "{ returns(first: 50, productId: \"konbu\")"
                                + " { nodes { returnId state product { name stock { quarantined } events { cause change } } } } }",
                        Map.of());

        assertThat(answer.path("errors").isMissingNode()).as(answer.toString()).isTrue();
        JsonNode found = answer.at("/data/returns/nodes");
        assertThat(found).hasSize(1);
        assertThat(found.at("/0/returnId").asText()).isEqualTo(opened.getReturnId());
        assertThat(found.at("/0/product/name").asText()).isEqualTo("Product konbu");
        assertThat(found.at("/0/product/stock/quarantined").asInt()).isEqualTo(2);
        assertThat(found.at("/0/product/events/0/cause").asText()).isEqualTo("QUARANTINE");
    }

    @Test
    void graphql_somebodyElsesReturn_isNotFound() {
        ProductReturn opened = shop.open(shop.stock("pavlova", 24), 2);

        JsonNode answer = landscape
                .gateway()
                .ask(
                        landscape.token("bob", Built.GATEWAY),
                        "query($id: ID!) { return(id: $id) { state } }",
                        Map.of("id", opened.getReturnId()));

        assertThat(answer.at("/data/return").isNull()).as(answer.toString()).isTrue();
        assertThat(answer.at("/errors/0/extensions/code").asText()).isEqualTo("NOT_FOUND");
    }

    @Test
    void graphql_noToken_isUnauthorized() { // TOK-1
        HttpResponse<String> answer = landscape.gateway().askAnonymously("{ products { nodes { name } } }");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("www-authenticate")).isPresent();
    }

    /** Waits until a return is in its last state, with every state on the way, the last one on somebody's behalf. */
    private void assertEnds(ProductReturn opened, ReturnState state, String initiatedBy) {
        Eventually.until("return is " + state, LIMIT, () -> shop.read(opened).getState() == state);
        List<ReturnStateChange> history = shop.read(opened).getHistoryList();
        assertThat(history).hasSize(4);
        assertThat(history.get(3).getState()).isEqualTo(state);
        assertThat(history.get(3).getInitiatedBy()).isEqualTo(initiatedBy);
    }

    private static Stock stock(int onHand, int quarantined, int writtenOff, long version) {
        return Stock.newBuilder()
                .setOnHand(onHand)
                .setQuarantined(quarantined)
                .setWrittenOff(writtenOff)
                .setStockVersion(version)
                .build();
    }
}
