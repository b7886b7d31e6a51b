package dev.polyrpc.gateway.graph;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.gateway.trace.Trace;
import dev.polyrpc.kit.identity.Caller;
import dev.polyrpc.proto.product.v1.BatchGetProductsRequest;
import dev.polyrpc.proto.product.v1.BatchGetProductsResponse;
import dev.polyrpc.proto.returns.v1.BatchGetReturnsRequest;
import dev.polyrpc.proto.returns.v1.BatchGetReturnsResponse;
import graphql.ExecutionResult;
import graphql.parser.Parser;
import graphql.schema.DataFetcher;
import graphql.schema.FieldCoordinates;
import graphql.schema.GraphQLSchema;
import io.opentelemetry.api.trace.TracerProvider;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Loads that follow loads within one field: no level of a document tells the engine of them. */
final class ChainedLoadsTest {
    private static final ProductBackend PRODUCTS = backend(ProductBackend.class, ChainedLoadsTest::products);
    private static final ReturnBackend RETURNS = backend(ReturnBackend.class, ChainedLoadsTest::returns);

    /** Here the product of an id is that of the return of this id. */
    private static final DataFetcher<?> CHAIN = field -> Loaders.productReturn(field, Arguments.productId(field, "id"))
            .thenCompose(found -> Loaders.product(field, found.getProductId()));

    @Test
    void fieldThatLoadsByWhatItHasLoaded_isAnswered() throws Exception {
        GraphQLSchema schema = GraphSchema.of(PRODUCTS, RETURNS, CursorKey.random(), List.of());
        GraphQLSchema chained = schema.transformWithoutTypes(it -> it.codeRegistry(schema.getCodeRegistry()
                .transform(fields -> fields.dataFetcher(FieldCoordinates.coordinates("Query", "product"), CHAIN))));
        Operation operation = new Operation(
                Parser.parse("{ a: product(id: \"1\") { name } b: product(id: \"2\") { name } }"), null, Map.of());

        ExecutionResult answer = new GraphEngine(chained, PRODUCTS, RETURNS, 0)
                .execute(operation, scope())
                .get(10, TimeUnit.SECONDS);

        assertThat(answer.getErrors()).isEmpty();
        assertThat(answer.<Object>getData())
                .isEqualTo(Map.of("a", Map.of("name", "product of 1"), "b", Map.of("name", "product of 2")));
    }

    private static BatchGetReturnsResponse returns(Object request) {
        BatchGetReturnsResponse.Builder found = BatchGetReturnsResponse.newBuilder();
        ((BatchGetReturnsRequest) request)
                .getReturnIdsList()
                .forEach(id -> found.addProductReturnsBuilder().setReturnId(id).setProductId("of " + id));
        return found.build();
    }

    private static BatchGetProductsResponse products(Object request) {
        BatchGetProductsResponse.Builder found = BatchGetProductsResponse.newBuilder();
        ((BatchGetProductsRequest) request)
                .getProductIdsList()
                .forEach(id -> found.addProductsBuilder().setProductId(id).setName("product " + id));
        return found.build();
    }

    /** A backend that answers one kind of request. */
    private static <T> T backend(Class<T> type, Function<Object, Object> answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, args) -> completedFuture(answer.apply(args[0]))));
    }

    private static RequestScope scope() {
        Caller caller = new Caller(
                "alice", "alice", Set.of(), Set.of(), List.of(), Instant.now().plusSeconds(60), "1", null, "token");
        Trace trace = Trace.operation(TracerProvider.noop().get("test"), "request", null);
        return new RequestScope(
                caller,
                "request",
                trace,
                Budget.of(Duration.ofSeconds(10), System::nanoTime),
                new Cancellation(),
                Runnable::run);
    }
}
