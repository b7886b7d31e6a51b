package dev.polyrpc.gateway.document;

import graphql.language.Document;
import graphql.language.OperationDefinition;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A document that was parsed, measured and validated, so that it can be run. Immutable. */
public record Prepared(Document document) {
    /** Whether the operation to run changes something. */
    public boolean mutates(@Nullable String operationName) {
        return kind(operationName) == OperationDefinition.Operation.MUTATION;
    }

    /** Whether the operation to run goes on: a subscription. */
    public boolean subscribes(@Nullable String operationName) {
        return kind(operationName) == OperationDefinition.Operation.SUBSCRIPTION;
    }

    /** The kind of the operation to run, for people: {@code query}, {@code mutation}, or {@code unknown}. */
    public String kindName(@Nullable String operationName) {
        OperationDefinition.Operation kind = kind(operationName);
        return kind == null ? "unknown" : kind.name().toLowerCase(Locale.ROOT);
    }

    private OperationDefinition.@Nullable Operation kind(@Nullable String operationName) {
        List<OperationDefinition> operations = document.getDefinitionsOfType(OperationDefinition.class).stream()
                .filter(it -> operationName == null || operationName.isEmpty() || operationName.equals(it.getName()))
                .toList();
        return operations.size() == 1 ? operations.get(0).getOperation() : null;
    }
}
