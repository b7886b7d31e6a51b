package dev.polyrpc.gateway.graph;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.proto.product.v1.Product;
import graphql.TypeResolutionEnvironment;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLObjectType;
import graphql.schema.idl.RuntimeWiring;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/** Refetches anything by its global id. */
final class NodeField {
    private NodeField() {}

    static void wire(RuntimeWiring.Builder wiring) {
        wiring.type("Query", type -> type.dataFetcher("node", NodeField::node))
                .type("Node", type -> type.typeResolver(NodeField::type));
    }

    private static CompletionStage<?> node(DataFetchingEnvironment field) {
        String text = String.valueOf(field.<Object>getArgument("id"));
        String type = GlobalId.parse(text).map(GlobalId::type).orElse("");
        return switch (type) {
            case "Product" -> product(field);
            case "Return" -> ReturnFields.visible(field, Arguments.returnId(field, "id"));
            default -> throw Failure.invalid("ID_MALFORMED", "id", text, "a global id");
        };
    }

    private static CompletionStage<Product> product(DataFetchingEnvironment field) {
        return Loaders.product(field, Arguments.productId(field, "id")).thenApply(found -> {
            if (found == null) {
                throw new Failure(Kind.NOT_FOUND, "PRODUCT_NOT_FOUND", "no product has this id");
            }
            return found;
        });
    }

    private static GraphQLObjectType type(TypeResolutionEnvironment environment) {
        String name = environment.getObject() instanceof Product ? "Product" : "Return";
        return Objects.requireNonNull(environment.getSchema().getObjectType(name), name);
    }
}
