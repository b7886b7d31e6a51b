package dev.polyrpc.gateway.graph;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.proto.product.v1.Product;
import dev.polyrpc.proto.returns.v1.ListReturnsRequest;
import dev.polyrpc.proto.returns.v1.ProductReturn;
import dev.polyrpc.proto.returns.v1.ReturnState;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import java.util.concurrent.CompletionStage;

/** How returns are fetched. */
final class ReturnFields {
    private final ReturnBackend returns;
    private final CursorKey cursors;

    ReturnFields(ReturnBackend returns, CursorKey cursors) {
        this.returns = returns;
        this.cursors = cursors;
    }

    void wire(RuntimeWiring.Builder wiring) {
        wiring.type(
                        "Query",
                        type -> type.dataFetcher("return", ReturnFields::productReturn)
                                .dataFetcher("returns", this::page))
                .type(
                        "Return",
                        type -> type.dataFetcher("id", SourceField.of(ProductReturn.class, ReturnFields::globalId))
                                .dataFetcher("product", ReturnFields::product));
    }

    /** A return that the caller may see; else NOT_FOUND, whether it is somebody else's or nobody's. */
    static CompletionStage<ProductReturn> visible(DataFetchingEnvironment field, String returnId) {
        return Loaders.productReturn(field, returnId).thenApply(found -> {
            if (found == null) {
                throw new Failure(Kind.NOT_FOUND, "RETURN_NOT_FOUND", "no return has this id");
            }
            return found;
        });
    }

    private static CompletionStage<ProductReturn> productReturn(DataFetchingEnvironment field) {
        return visible(field, Arguments.returnId(field, "id"));
    }

    private CompletionStage<Connection> page(DataFetchingEnvironment field) {
        ListReturnsRequest.Builder request = ListReturnsRequest.newBuilder();
        if (field.getArgument("state") != null) {
            request.setState(Arguments.value(ReturnState.class, field.getArgument("state")));
        }
        if (field.getArgument("productId") != null) {
            request.setProductId(Arguments.productId(field, "productId"));
        }
        CursorSeal seal =
                new CursorSeal(cursors, "returns/" + request.getState().name() + "/" + request.getProductId());
        return Arguments.page(field, seal)
                .read((pageSize, pageToken) -> returns.page(
                                request.setPageSize(pageSize)
                                        .setPageToken(pageToken)
                                        .build(),
                                Arguments.scope(field))
                        .thenApply(answer ->
                                new Connection.Rows(answer.getProductReturnsList(), answer.getNextPageToken())));
    }

    private static CompletionStage<Product> product(DataFetchingEnvironment field) {
        return Loaders.product(field, Wiring.source(field, ProductReturn.class).getProductId());
    }

    private static String globalId(ProductReturn found) {
        return new GlobalId("Return", found.getReturnId()).text();
    }
}
