package dev.polyrpc.gateway.graph;

import dev.polyrpc.proto.product.v1.InventoryEvent;
import dev.polyrpc.proto.product.v1.Product;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import java.util.concurrent.CompletionStage;

/** How products, their stock's changes and the catalogue are fetched. */
final class ProductFields {
    private final CursorSeal seal;

    ProductFields(CursorKey cursors) {
        this.seal = new CursorSeal(cursors, "products");
    }

    void wire(RuntimeWiring.Builder wiring) {
        wiring.type(
                        "Query",
                        type -> type.dataFetcher("product", ProductFields::product)
                                .dataFetcher("products", this::page))
                .type(
                        "Product",
                        type -> type.dataFetcher("id", SourceField.of(Product.class, ProductFields::globalId))
                                .dataFetcher("stale", ProductFields::stale)
                                .dataFetcher("events", field -> Loaders.events(field, latest(field)))
                                .dataFetcher("returns", field -> Loaders.returnsOf(field, latest(field))))
                .type("InventoryEvent", type -> type.dataFetcher("product", ProductFields::productOfEvent));
    }

    private static CompletionStage<Product> product(DataFetchingEnvironment field) {
        return Loaders.product(field, Arguments.productId(field, "id"));
    }

    private CompletionStage<Connection> page(DataFetchingEnvironment field) {
        return Arguments.page(field, seal)
                .read((pageSize, pageToken) -> Arguments.reads(field)
                        .page(pageSize, pageToken)
                        .thenApply(answer -> new Connection.Rows(answer.getProductsList(), answer.getNextPageToken())));
    }

    private static CompletionStage<Product> productOfEvent(DataFetchingEnvironment field) {
        InventoryEvent event = Wiring.source(field, InventoryEvent.class);
        return Loaders.product(field, event.getProductId());
    }

    private static boolean stale(DataFetchingEnvironment field) {
        return Arguments.reads(field).isStale(Wiring.source(field, Product.class));
    }

    private static Loaders.Latest latest(DataFetchingEnvironment field) {
        return new Loaders.Latest(Wiring.source(field, Product.class).getProductId(), Arguments.last(field));
    }

    private static String globalId(Product product) {
        return new GlobalId("Product", product.getProductId()).text();
    }
}
