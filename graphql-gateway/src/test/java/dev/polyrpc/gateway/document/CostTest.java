package dev.polyrpc.gateway.document;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CostTest {
    private static final DocumentLimits LIMITS = new DocumentLimits(9000, 99, 9000, 9000, 99, 99, 1_000_000, 0, 0);
    private static final GraphQLSchema SCHEMA = SchemaOnly.read();
    private static final Preparer DOCUMENTS = new Preparer(SCHEMA, LIMITS);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ __typename } | 0 | 0",
                "{ product(id: 1) { name unitPriceCents } } | 1 | 1",
                "{ product(id: 1) { name stock { onHand } } } | 2 | 1",
                "{ products { nodes { name } } } | 20 | 1",
                "{ products(first: 1000) { nodes { name } pageInfo { endCursor } } } | 1000 | 1",
                "{ products(first: 10) { edges { cursor node { name } } } } | 10 | 1",
                "{ returns(first: 50) { nodes { product { name } } } } | 100 | 51",
                "{ returns(first: 50) { nodes { product { name events(last: 2) { change } } } } } | 200 | 101",
                "{ returns(first: 2) { nodes { history { state } } } } | 12 | 1",
                "{ products(first: -5) { nodes { name } } } | 0 | 1",
                "{ products(first: null) { nodes { name } } } | 20 | 1",
                "{ a: product(id: 1) { name } b: product(id: 2) { name } } | 2 | 2",
                "{ product(id: 1) { name } product(id: 1) { etag } } | 1 | 1",
                "{ node(id: 1) { id ... on Return { product { name } } ... on Product { events(last: 9) { change } } } } | 10 | 2",
                "{ ...all } fragment all on Query { product(id: 1) { ...p ...p } } fragment p on Product { stock { onHand } } | 2 | 1",
                "mutation { adjustInventory(input: {productId: 1, change: 1, requestId: 1}) { product { name } } } | 1 | 11",
                "subscription { inventoryChanged { product { name } } } | 2 | 2",
                "{ __schema { types { fields { name } } } } | 0 | 0"
            })
    void operation_costsWhatTheSchemaSays(String document, long type, long field) { // GQL-3
        assertThat(cost(document, Map.of())).isEqualTo(new Cost(type, field));
    }

    @Test
    void variable_countsAsItsValue_elseItsDefault_elseTheArgumentsOwn() {
        String document =
                "query($n: Int = 7, $m: Int) { products(first: $n) { nodes { returns(last: $m) { returnId } } } }";

        assertThat(cost(document, Map.of()).type()).isEqualTo(7 + 7 * 5);
        assertThat(cost(document, Map.of("n", 2, "m", 3)).type()).isEqualTo(2 + 2 * 3);
        assertThat(cost(document, Map.of("n", 1e4)).type()).isEqualTo(6e4);
        assertThat(cost(document, Map.of("n", "many")).type()).isZero(); // what is no number will not run
    }

    @Test
    void variable_givenAsNull_countsAsTheArgumentsDefault_notAsItsOwn() { // GQL-3
        Map<String, Object> values = new HashMap<>();
        values.put("n", null);

        assertThat(cost("query($n: Int = 0) { products(first: $n) { nodes { name } } }", values))
                .isEqualTo(cost("{ products(first: null) { nodes { name } } }", Map.of()))
                .isEqualTo(new Cost(20, 1));
    }

    /** Else one of 1,000 entries would cost as much as one of one. */
    @Test
    void list_withoutASize_isNotInTheSchema() {
        assertThat(SCHEMA.getAllTypesAsList().stream()
                        .filter(GraphQLObjectType.class::isInstance)
                        .map(GraphQLObjectType.class::cast)
                        .filter(type -> !type.getName().startsWith("__")
                                && !type.getName().endsWith("Connection"))
                        .flatMap(type -> type.getFieldDefinitions().stream()
                                .filter(field -> GraphQLTypeUtil.isList(GraphQLTypeUtil.unwrapNonNull(field.getType()))
                                        || GraphQLTypeUtil.simplePrint(GraphQLTypeUtil.unwrapNonNull(field.getType()))
                                                .endsWith("Connection"))
                                .filter(field -> !field.hasAppliedDirective("listSize"))
                                .map(field -> type.getName() + "." + field.getName())))
                .isEmpty();
    }

    private static Cost cost(String document, Map<String, Object> variables) {
        return DOCUMENTS.prepare(document).cost(null, variables);
    }
}
