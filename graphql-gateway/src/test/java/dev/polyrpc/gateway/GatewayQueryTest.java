package dev.polyrpc.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class GatewayQueryTest {
    @RegisterExtension
    static final GatewayUnderTest gateway = GatewayUnderTest.start();

    @Test
    void fiftyReturnsWithProducts_areTwoCalls() {
        JsonNode data = gateway.run("{ returns(first: 50) { nodes { returnId product { name } } } }")
                .path("data");

        assertThat(data.at("/returns/nodes")).hasSize(50);
        assertThat(data.at("/returns/nodes/49/product/name").asText()).isEqualTo("Product p-49");
        assertThat(gateway.returns.backend.methods()).containsExactly("ListReturns");
        assertThat(gateway.products.backend.methods()).containsExactly("BatchGetProducts");
    }

    @Test
    void fiftyReturnsWithProductsAndEvents_areThreeCalls() {
        JsonNode data = gateway.run("""
                { returns(first: 50) { nodes { state product { name stock { onHand stockVersion }
                  events(last: 2) { position cause change eventTime } } } } }
                """).path("data");

        assertThat(data.at("/returns/nodes/7/product/stock/stockVersion").asLong())
                .isEqualTo(4_000_000_000L);
        assertThat(data.at("/returns/nodes/49/product/events")).hasSize(2);
        assertThat(data.at("/returns/nodes/0/product/events/0/cause").asText()).isEqualTo("ADJUSTMENT");
        assertThat(data.at("/returns/nodes/0/product/events/0/eventTime").asText())
                .startsWith("2023-11-14T22:13:22");
        assertThat(gateway.returns.backend.methods()).containsExactly("ListReturns");
        assertThat(gateway.products.backend.methods()).containsExactly("BatchGetProducts", "BatchListInventoryEvents");
    }

    @Test
    void sameProductOfManyFields_isAskedForOnce() {
        gateway.run(
                "{ a: product(id: \"p-1\") { name } b: product(id: \"p-1\") { etag } c: product(id: \"p-2\") { name } }");

        assertThat(gateway.products.backend.methods()).containsExactly("BatchGetProducts");
    }

    @Test
    void eventsWithTheirProduct_loadWhatIsThereAlready() {
        gateway.run(
                "{ product(id: \"p-1\") { events { product { name events(last: 1) { position } } } returns { returnId } } }");

        assertThat(gateway.products.backend.methods())
                .containsExactly("BatchGetProducts", "BatchListInventoryEvents", "BatchListInventoryEvents");
        assertThat(gateway.returns.backend.methods()).containsExactly("BatchListReturns");
    }

    @Test
    void eventsOfOthers_areThereWithoutNameAndMovement() {
        String query = "{ product(id: \"p-1\") { events(last: 2) { change movementId initiatedBy } } }";
        JsonNode alices = gateway.run(query).at("/data/product/events");
        String bob = gateway.issuer.token("bob", "gateway", "product:read");
        var answer = gateway.send(gateway.request()
                .setHeader("authorization", "Bearer " + bob)
                .POST(GatewayUnderTest.body(query, Map.of()))
                .build());
        JsonNode bobs = GatewayUnderTest.json(answer).at("/data/product/events");

        assertThat(alices.toString())
                .isEqualTo("[{\"change\":5,\"movementId\":\"returns/0:quarantine\",\"initiatedBy\":\"alice\"},"
                        + "{\"change\":5,\"movementId\":null,\"initiatedBy\":null}]");
        assertThat(bobs.toString())
                .isEqualTo("[{\"change\":5,\"movementId\":null,\"initiatedBy\":null},"
                        + "{\"change\":5,\"movementId\":\"returns/1:quarantine\",\"initiatedBy\":\"bob\"}]");
        assertThat(answer.body()).doesNotContain("errors");
    }

    @Test
    void manyReturns_askInChunksOfHundred() {
        gateway.run("{ returns(first: 250) { nodes { product { name } } } }");

        assertThat(gateway.products.backend.methods()).hasSize(3).containsOnly("BatchGetProducts");
    }

    @Test
    void connection_readToTheEnd_showsEachRowOnce() {
        String after = "";
        int seen = 0;
        boolean more = true;
        while (more) {
            JsonNode page = gateway.run(
                            "{ products(first: 40%s) { nodes { productId } edges { cursor } pageInfo { hasNextPage endCursor } } }"
                                    .formatted(after))
                    .at("/data/products");
            assertThat(page.at("/nodes/0/productId").asText()).isEqualTo("p-" + seen);
            seen += page.path("nodes").size();
            more = page.at("/pageInfo/hasNextPage").asBoolean();
            after = ", after: \"%s\"".formatted(page.at("/pageInfo/endCursor").asText());
        }
        assertThat(seen).isEqualTo(99);
    }

    @Test
    void connection_oddArguments_areBadUserInput() {
        for (String arguments : new String[] {"first: 0", "first: 1001", "first: -1", "after: \"x\""}) {
            JsonNode answer = gateway.run("{ returns(%s) { pageInfo { hasNextPage } } }".formatted(arguments));

            assertThat(answer.at("/data/returns").isNull()).isTrue();
            assertThat(answer.at("/errors/0/extensions/code").asText()).isEqualTo("BAD_USER_INPUT");
            assertThat(answer.at("/errors/0/extensions/fieldViolations")).hasSize(1);
        }
        assertThat(gateway.returns.backend.calls()).isEmpty();
    }

    @Test
    void cursor_changedOrOfAnotherList_isInvalid_beforeAnyCall() { // GQL-20
        String cursor = gateway.run("{ returns(first: 1, state: QUARANTINED) { pageInfo { endCursor } } }")
                .at("/data/returns/pageInfo/endCursor")
                .asText();
        gateway.returns.backend.reset();
        char last = cursor.charAt(cursor.length() - 2);
        String bent = cursor.substring(0, cursor.length() - 2)
                + (last == 'A' ? 'B' : 'A')
                + cursor.charAt(cursor.length() - 1);
        for (String asked : new String[] {
            "returns(first: 1, state: QUARANTINED, after: \"%s\") { nodes { state } }".formatted(bent),
            "returns(first: 1, after: \"%s\") { nodes { state } }".formatted(cursor),
            "returns(first: 1, state: QUARANTINED, productId: \"p-1\", after: \"%s\") { nodes { state } }"
                    .formatted(cursor),
            "products(first: 1, after: \"%s\") { nodes { name } }".formatted(cursor)
        }) {
            JsonNode answer = gateway.run("{ %s }".formatted(asked));

            assertThat(answer.at("/errors/0/extensions/reason").asText()).isEqualTo("CURSOR_INVALID");
            assertThat(answer.at("/errors/0/extensions/fieldViolations/0/field").asText())
                    .isEqualTo("after");
        }
        assertThat(gateway.returns.backend.calls()).isEmpty();
        assertThat(gateway.products.backend.calls()).isEmpty();
    }

    @Test
    void cursor_ofAGatewayWithTheSameKey_isTaken(@TempDir Path folder) throws IOException { // GQL-16
        Path key = Files.write(folder.resolve("key"), new byte[32]);
        String document = "{ returns(first: 1%s) { nodes { returnId } pageInfo { endCursor hasPreviousPage } } }";
        try (GatewayUnderTest one = GatewayUnderTest.start(Map.of("POLYRPC_GATEWAY_CURSOR_KEY", key.toString()));
                GatewayUnderTest other = GatewayUnderTest.start(Map.of("POLYRPC_GATEWAY_CURSOR_KEY", key.toString()))) {
            JsonNode first = one.run(document.formatted("")).at("/data/returns");
            String after = first.at("/pageInfo/endCursor").asText();
            JsonNode second = other.run(document.formatted(", after: \"%s\"".formatted(after)))
                    .at("/data/returns");

            assertThat(first.at("/pageInfo/hasPreviousPage").asBoolean()).isFalse();
            assertThat(second.at("/nodes/0/returnId").asText()).isEqualTo(FakeReturns.id(1));
            assertThat(second.at("/pageInfo/hasPreviousPage").asBoolean()).isTrue();
        }
    }

    @Test
    void product_unknown_isPlainNull() {
        JsonNode answer = gateway.run("{ product(id: \"nowhere\") { name } }");

        assertThat(answer.at("/data/product").isNull()).isTrue();
        assertThat(answer.has("errors")).isFalse();
    }

    @Test
    void returnsFilter_reachesTheBackend() {
        JsonNode answer = gateway.run(
                "{ returns(first: 1, state: WRITTEN_OFF) { nodes { state reason history { state note } } } }");

        assertThat(answer.at("/data/returns/nodes/0/state").asText()).isEqualTo("WRITTEN_OFF");
        assertThat(answer.at("/data/returns/nodes/0/history/0/note").isNull()).isTrue();
    }

    @Test
    void node_ofGlobalId_isTheSameThing() {
        String id = gateway.run("{ product(id: \"p-3\") { id } }")
                .at("/data/product/id")
                .asText();
        JsonNode answer =
                gateway.run("{ node(id: \"%s\") { id ... on Product { productId } } product(id: \"%s\") { name } }"
                        .formatted(id, id));

        assertThat(answer.at("/data/node/productId").asText()).isEqualTo("p-3");
        assertThat(answer.at("/data/product/name").asText()).isEqualTo("Product p-3");
    }

    @Test
    void return_idInCapitals_isTheSameReturn() {
        String id = FakeReturns.id(3);
        JsonNode answer = gateway.run("{ return(id: \"%s\") { returnId } }".formatted(id.toUpperCase(Locale.ROOT)));

        assertThat(answer.has("errors")).as(answer.toString()).isFalse();
        assertThat(gateway.returns.backend.methods()).containsExactly("BatchGetReturns");
    }

    @Test
    void connection_afterACursorFarDownAPage_isFull() {
        String after = gateway.run("{ returns(first: 1000) { edges { cursor } } }")
                .at("/data/returns/edges/998/cursor")
                .asText();
        JsonNode page = gateway.run(
                        "{ returns(first: 5, after: \"%s\") { nodes { returnId } pageInfo { hasNextPage } } }"
                                .formatted(after))
                .at("/data/returns");

        assertThat(page.path("nodes").findValuesAsText("returnId"))
                .containsExactly(
                        FakeReturns.id(999),
                        FakeReturns.id(1000),
                        FakeReturns.id(1001),
                        FakeReturns.id(1002),
                        FakeReturns.id(1003));
        assertThat(page.at("/pageInfo/hasNextPage").asBoolean()).isTrue();
    }

    @Test
    void request_idAndSubjectAndActor_reachTheBackend() {
        var answer = gateway.send(gateway.request()
                .header("x-request-id", "mine-1")
                .POST(GatewayUnderTest.body("{ product(id: \"p-1\") { name } }", Map.of()))
                .build());

        assertThat(answer.headers().firstValue("x-request-id")).contains("mine-1");
        Backend.Call call = gateway.products.backend.calls().get(0);
        assertThat(call.requestId()).isEqualTo("mine-1");
        assertThat(call.subject()).isEqualTo("alice");
        assertThat(call.actors()).containsExactly("gateway");
        assertThat(call.deadlineMs()).isBetween(1L, 5_000L);
    }
}
