package dev.polyrpc.gateway.graph;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.LightDataFetcher;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Fetches a field from its parent alone, without waiting for anything. */
final class SourceField<T> implements LightDataFetcher<@Nullable Object> {
    private final Class<T> type;
    private final Function<T, @Nullable Object> accessor;

    private SourceField(Class<T> type, Function<T, @Nullable Object> accessor) {
        this.type = type;
        this.accessor = accessor;
    }

    static <T> SourceField<T> of(Class<T> type, Function<T, @Nullable Object> accessor) {
        return new SourceField<>(type, accessor);
    }

    @Override
    public @Nullable Object get(
            GraphQLFieldDefinition field, Object source, Supplier<DataFetchingEnvironment> environment) {
        return accessor.apply(type.cast(source));
    }

    @Override
    public @Nullable Object get(DataFetchingEnvironment environment) {
        return accessor.apply(type.cast(environment.getSource()));
    }
}
