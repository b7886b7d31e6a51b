package dev.polyrpc.gateway.document;

import graphql.language.Document;
import graphql.language.OperationDefinition;
import graphql.schema.GraphQLSchema;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A document that was parsed, measured and validated, so that it can be run. Safe for use by many threads. */
public final class Prepared {
    private final GraphQLSchema schema;
    private final DocumentLimits limits;
    private final Document document;
    private final List<OperationDefinition> operations;
    private final Map<OperationDefinition, CostPlan> plans = new ConcurrentHashMap<>();

    Prepared(GraphQLSchema schema, DocumentLimits limits, Document document) {
        this.schema = schema;
        this.limits = limits;
        this.document = document;
        operations = document.getDefinitionsOfType(OperationDefinition.class);
    }

    /** The document. */
    public Document document() {
        return document;
    }

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

    /** The name of the operation to run; null where it has none. */
    public @Nullable String name(@Nullable String operationName) {
        OperationDefinition operation = operation(operationName);
        return operation == null ? null : operation.getName();
    }

    /** What the operation to run costs with these variables, or a {@link DocumentRefused} where that is too much. */
    public Cost cost(@Nullable String operationName, Map<String, ?> variables) {
        OperationDefinition operation = operation(operationName);
        if (operation == null) {
            return Cost.NOTHING; // the engine refuses it
        }
        Cost cost = plans.computeIfAbsent(operation, it -> CostPlanner.plan(schema, document, it))
                .cost(1, variables);
        if (cost.isOver(limits.cost())) {
            throw DocumentRefused.tooCostly(cost, limits.cost());
        }
        return cost;
    }

    private OperationDefinition.@Nullable Operation kind(@Nullable String operationName) {
        OperationDefinition operation = operation(operationName);
        return operation == null ? null : operation.getOperation();
    }

    /** The operation of that name, or the only one; null where there is none such. */
    private @Nullable OperationDefinition operation(@Nullable String operationName) {
        if (operationName == null || operationName.isEmpty()) {
            return operations.size() == 1 ? operations.get(0) : null;
        }
        return operations.stream()
                .filter(it -> operationName.equals(it.getName()))
                .findFirst()
                .orElse(null);
    }
}
