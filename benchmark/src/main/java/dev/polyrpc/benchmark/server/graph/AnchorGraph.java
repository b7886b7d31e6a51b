package dev.polyrpc.benchmark.server.graph;

import graphql.GraphQL;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.scalars.ExtendedScalars;
import graphql.schema.DataFetchingEnvironment;
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
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dataloader.DataLoader;
import org.dataloader.DataLoaderFactory;
import org.dataloader.DataLoaderRegistry;

/**
 * The gateway's schema over rows in memory, as graphql-java's own guide has it: fields fetched by their names, products by a
 * DataLoader, parsed documents kept. Safe for use by many threads.
 */
final class AnchorGraph {
    private static final List<String> FILES = List.of("gateway", "product", "return");
    private static final String PRODUCTS = "products";

    private static final List<ReturnRow> RETURNS =
            SampleReturns.returns().stream().map(ReturnRow::of).toList();
    private static final Map<String, ProductRow> BY_ID = SampleReturns.products().stream()
            .map(ProductRow::of)
            .collect(Collectors.toUnmodifiableMap(ProductRow::productId, Function.identity()));

    private AnchorGraph() {}

    /** A page of returns. */
    record Page(List<ReturnRow> nodes, PageInfo pageInfo) {}

    /** Where it lies. */
    record PageInfo(boolean hasNextPage, boolean hasPreviousPage) {}

    static GraphQL create() {
        Map<String, PreparsedDocumentEntry> documents = new ConcurrentHashMap<>();
        return GraphQL.newGraphQL(schema())
                .preparsedDocumentProvider((input, parse) -> CompletableFuture.completedFuture(
                        documents.computeIfAbsent(input.getQuery(), text -> parse.apply(input))))
                .build();
    }

    /** The loaders of one request. */
    static DataLoaderRegistry loaders() {
        DataLoaderRegistry loaders = new DataLoaderRegistry();
        loaders.register(
                PRODUCTS,
                DataLoaderFactory.<String, ProductRow>newDataLoader(ids ->
                        CompletableFuture.completedFuture(ids.stream()
                                .map(id -> Objects.requireNonNull(BY_ID.get(id), id))
                                .toList())));
        return loaders;
    }

    private static GraphQLSchema schema() {
        TypeDefinitionRegistry types = new TypeDefinitionRegistry();
        FILES.forEach(file -> types.merge(new SchemaParser().parse(sdl(file))));
        return new SchemaGenerator()
                .makeExecutableSchema(
                        types,
                        RuntimeWiring.newRuntimeWiring()
                                .scalar(ExtendedScalars.DateTime)
                                .scalar(ExtendedScalars.GraphQLLong)
                                .type("Query", type -> type.dataFetcher("returns", AnchorGraph::page))
                                .type("Return", type -> type.dataFetcher("product", AnchorGraph::product))
                                .type(
                                        "Node",
                                        type -> type.typeResolver(asked -> null)) // nothing here is asked as a Node
                                .build());
    }

    private static Page page(DataFetchingEnvironment field) {
        int first = Math.min(RETURNS.size(), Objects.requireNonNull(field.<Integer>getArgument("first"), "first"));
        return new Page(RETURNS.subList(0, first), new PageInfo(first < RETURNS.size(), false));
    }

    private static CompletableFuture<ProductRow> product(DataFetchingEnvironment field) {
        DataLoader<String, ProductRow> products =
                Objects.requireNonNull(field.<String, ProductRow>getDataLoader(PRODUCTS), PRODUCTS);
        ReturnRow row = Objects.requireNonNull(field.<ReturnRow>getSource(), "return");
        return products.load(row.productId());
    }

    private static String sdl(String file) {
        try (InputStream resource = AnchorGraph.class.getResourceAsStream("/schema/" + file + ".graphqls")) {
            return new String(Objects.requireNonNull(resource, file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
