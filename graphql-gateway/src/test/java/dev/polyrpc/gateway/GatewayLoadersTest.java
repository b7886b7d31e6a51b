package dev.polyrpc.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

final class GatewayLoadersTest {
    @RegisterExtension
    static final GatewayUnderTest gateway = GatewayUnderTest.start();

    @Test
    void hundredAndOneProducts_areTwoBatches() {
        gateway.run("{ returns(first: 101) { nodes { product { name } } } }");

        assertThat(gateway.returns.backend.methods()).containsExactly("ListReturns");
        assertThat(gateway.products.backend.methods()).containsExactly("BatchGetProducts", "BatchGetProducts");
    }

    @Test
    void batch_thatFails_leavesTheOthersTheirs() { // GQL-10
        gateway.products.breakBatchesWith("p-100");
        JsonNode answer = gateway.run("{ returns(first: 101) { nodes { productId product { name } } } }");

        assertThat(answer.at("/data/returns/nodes/0/product/name").asText()).isEqualTo("Product p-0");
        assertThat(answer.at("/data/returns/nodes/99/product").isNull()).isTrue(); // there is none, which is no error
        assertThat(answer.path("errors")).hasSize(1);
        assertThat(answer.at("/errors/0/path").toString()).isEqualTo("[\"returns\",\"nodes\",100,\"product\"]");
        assertThat(answer.at("/errors/0/extensions/code").asText()).isEqualTo("SERVICE_UNAVAILABLE");
    }

    @Test
    void product_thatIsMissing_isNullAlone() {
        JsonNode answer = gateway.run("{ a: product(id: \"p-1\") { name } b: product(id: \"nowhere\") { name } }");

        assertThat(answer.path("data").toString()).isEqualTo("{\"a\":{\"name\":\"Product p-1\"},\"b\":null}");
        assertThat(answer.has("errors")).isFalse();
        assertThat(gateway.products.backend.methods()).containsExactly("BatchGetProducts");
    }

    /** Fields that load by what their parents have just loaded. */
    @Test
    @Timeout(20)
    void loadsThatFollowLoads_areSentToo() {
        JsonNode data = gateway.run("{ return(id: \"%s\") { product { events(last: 1) { product { name } } } } }"
                .formatted(FakeReturns.id(7)));

        assertThat(data.at("/data/return/product/events/0/product/name").asText())
                .isEqualTo("Product p-7");
        assertThat(gateway.returns.backend.methods()).containsExactly("BatchGetReturns");
        assertThat(gateway.products.backend.methods()).containsExactly("BatchGetProducts", "BatchListInventoryEvents");
    }

    @Test
    void reads_askForWhatIsSelectedAnywhere_atOnce() {
        String document = """
                query Shown { returns(first: 2) { nodes { product { ...Name id } } }
                  node(id: "UHJvZHVjdDpwLTE") { ... on Product { stock { onHand } } } }
                fragment Name on Product { title: name events(last: 1) { product { etag } } }
                """;
        JsonNode answer = gateway.run(document);

        assertThat(answer.has("errors")).as(answer.toString()).isFalse();
        assertThat(answer.at("/data/returns/nodes/1/product/events/0/product/etag")
                        .asText())
                .isEqualTo("e");
        assertThat(answer.at("/data/node/stock/onHand").asInt()).isEqualTo(39);
        assertThat(gateway.products.masks())
                .isNotEmpty()
                .allSatisfy(mask -> assertThat(mask).containsExactlyInAnyOrder("product_id", "name", "stock", "etag"));
    }

    @Test
    void reads_ofEveryField_haveNoMask_andThoseOfNone_theId() {
        gateway.run("{ products(first: 1) { nodes { name category quantityPerUnit unitPriceCents discontinued etag"
                + " stock { onHand } createTime updateTime } } }");
        gateway.run("{ products(first: 1) { edges { cursor node { id productId stale } } } }");
        gateway.run("{ product(id: \"p-1\") { returns { returnId } } }");

        assertThat(gateway.products.masks()).containsExactly(List.of(), List.of("product_id"), List.of("product_id"));
    }
}
