package dev.polyrpc.gateway.graph;

import dev.polyrpc.proto.product.v1.InventoryEvent;
import dev.polyrpc.proto.product.v1.Product;
import dev.polyrpc.proto.product.v1.Stock;
import dev.polyrpc.proto.returns.v1.ProductReturn;
import dev.polyrpc.proto.returns.v1.ReturnStateChange;
import dev.polyrpc.proto.returns.v1.WatchReturnsResponse;
import graphql.scalars.ExtendedScalars;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The schema: the SDL files and, for each field, who fetches it. */
public final class GraphSchema {
    private static final List<String> FILES = List.of("gateway", "product", "return");

    private GraphSchema() {}

    /** Reads the SDL and wires it to the backends; lists get cursors that {@code cursors} signs, and clients may see {@code backends}. */
    public static GraphQLSchema of(
            ProductBackend products, ReturnBackend returns, CursorKey cursors, List<BackendView> backends) {
        TypeDefinitionRegistry types = new TypeDefinitionRegistry();
        FILES.forEach(file -> types.merge(new SchemaParser().parse(sdl(file))));
        return new SchemaGenerator().makeExecutableSchema(types, wiring(products, returns, cursors, backends));
    }

    private static RuntimeWiring wiring(
            ProductBackend products, ReturnBackend returns, CursorKey cursors, List<BackendView> backends) {
        RuntimeWiring.Builder wiring = RuntimeWiring.newRuntimeWiring()
                .scalar(ExtendedScalars.DateTime)
                .scalar(ExtendedScalars.GraphQLLong)
                .wiringFactory(new ProtoFields(Map.of(
                        "Product", Product.getDefaultInstance(),
                        "Stock", Stock.getDefaultInstance(),
                        "InventoryEvent", InventoryEvent.getDefaultInstance(),
                        "Return", ProductReturn.getDefaultInstance(),
                        "ReturnStateChange", ReturnStateChange.getDefaultInstance(),
                        "ReturnEvent", WatchReturnsResponse.getDefaultInstance())));
        new ProductFields(cursors).wire(wiring);
        new ReturnFields(returns, cursors).wire(wiring);
        new MutationFields(products, returns).wire(wiring);
        new SubscriptionFields(products, returns).wire(wiring);
        new BackendFields(backends).wire(wiring);
        NodeField.wire(wiring);
        Wiring.pageInfo(wiring);
        Wiring.userError(wiring);
        Wiring.connection(wiring, "Product");
        Wiring.connection(wiring, "Return");
        return wiring.build();
    }

    private static String sdl(String file) {
        try (InputStream resource = GraphSchema.class.getResourceAsStream("/schema/" + file + ".graphqls")) {
            if (resource == null) {
                throw new IllegalStateException("no schema file " + file);
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
