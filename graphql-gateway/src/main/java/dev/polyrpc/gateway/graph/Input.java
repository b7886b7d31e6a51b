package dev.polyrpc.gateway.graph;

import graphql.schema.DataFetchingEnvironment;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The input of a mutation; the schema has made sure of its types, an absent or null text is empty. */
record Input(Map<String, @Nullable Object> fields) {
    static Input of(DataFetchingEnvironment field) {
        Map<String, @Nullable Object> fields = field.getArgument("input");
        return new Input(Objects.requireNonNull(fields, "input"));
    }

    String text(String name) {
        return Objects.requireNonNullElse(fields.get(name), "").toString();
    }

    long number(String name) {
        return fields.get(name) instanceof Number number ? number.longValue() : 0;
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(fields.get(name));
    }

    String id(String type, String name) {
        return GlobalId.keyOf(type, name, text(name));
    }

    <E extends Enum<E>> E value(Class<E> type, String name) {
        return Arguments.value(type, text(name));
    }

    @Nullable
    String clientMutationId() {
        return (String) fields.get("clientMutationId");
    }
}
