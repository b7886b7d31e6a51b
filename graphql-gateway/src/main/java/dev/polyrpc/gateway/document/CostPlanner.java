package dev.polyrpc.gateway.document;

import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.language.TypeName;
import graphql.language.Value;
import graphql.language.VariableDefinition;
import graphql.schema.GraphQLCompositeType;
import graphql.schema.GraphQLDirectiveContainer;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInterfaceType;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.GraphQLUnmodifiedType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Plans what the operations of one valid document cost. As in execution, fields of one name in an answer count once; what
 * {@code @skip} and {@code @include} leave out counts. Introspection has a limit of its own and costs nothing here.
 */
final class CostPlanner {
    private static final CostPlan NOTHING = new CostPlan(List.of());

    private final GraphQLSchema schema;
    private final Map<String, FragmentDefinition> fragments = new HashMap<>();
    private final Map<String, @Nullable Value<?>> defaults = new HashMap<>();

    CostPlanner(GraphQLSchema schema, Document document, OperationDefinition operation) {
        this.schema = schema;
        document.getDefinitionsOfType(FragmentDefinition.class)
                .forEach(fragment -> fragments.put(fragment.getName(), fragment));
        for (VariableDefinition variable : operation.getVariableDefinitions()) {
            defaults.put(variable.getName(), variable.getDefaultValue());
        }
    }

    static CostPlan plan(GraphQLSchema schema, Document document, OperationDefinition operation) {
        GraphQLObjectType root = switch (operation.getOperation()) {
            case QUERY -> schema.getQueryType();
            case MUTATION -> schema.getMutationType();
            case SUBSCRIPTION -> schema.getSubscriptionType();
        };
        return new CostPlanner(schema, document, operation)
                .below(Objects.requireNonNull(root), List.of(operation.getSelectionSet()), List.of(), ListSize.ONE);
    }

    /** Plans what is selected of a type; fields named in {@code sized} have that size. */
    private CostPlan below(GraphQLUnmodifiedType type, List<SelectionSet> selections, List<?> sized, ListSize size) {
        if (!(type instanceof GraphQLCompositeType)) {
            return NOTHING;
        }
        List<List<CostPlan.Step>> alternatives = new ArrayList<>();
        for (GraphQLObjectType object : possible(type)) {
            alternatives.add(steps(object, selections, sized, size));
        }
        return new CostPlan(alternatives);
    }

    private List<GraphQLObjectType> possible(GraphQLUnmodifiedType type) {
        if (type instanceof GraphQLInterfaceType shared) {
            return Objects.requireNonNull(schema.getImplementations(shared));
        }
        return List.of((GraphQLObjectType) type); // the schema has no unions
    }

    private List<CostPlan.Step> steps(
            GraphQLObjectType type, List<SelectionSet> selections, List<?> sized, ListSize size) {
        Map<String, List<Field>> fields = new LinkedHashMap<>();
        selections.forEach(set -> collect(type, set, fields));
        return fields.values().stream()
                .map(same -> step(type, same, sized.contains(same.get(0).getName()) ? size : null))
                .toList();
    }

    private CostPlan.Step step(GraphQLObjectType type, List<Field> same, @Nullable ListSize sizedAbove) {
        Field field = same.get(0);
        GraphQLFieldDefinition definition = type.getFieldDefinition(field.getName());
        GraphQLUnmodifiedType result = GraphQLTypeUtil.unwrapAll(definition.getType());
        double standard = result instanceof GraphQLCompositeType ? 1 : 0;
        ListSize own = ListSize.of(definition, field, defaults);
        List<?> sized = ListSize.sizedFields(definition);
        List<SelectionSet> selections = same.stream()
                .map(Field::getSelectionSet)
                .filter(Objects::nonNull)
                .toList();
        ListSize things = sized.isEmpty() ? own : ListSize.ONE;
        return new CostPlan.Step(
                Directives.weight(definition, standard),
                Directives.weight((GraphQLDirectiveContainer) result, standard),
                sizedAbove == null ? things : sizedAbove,
                below(result, selections, sized, own));
    }

    private void collect(GraphQLObjectType type, SelectionSet selections, Map<String, List<Field>> fields) {
        for (Selection<?> selection : selections.getSelections()) {
            if (selection instanceof Field field && !field.getName().startsWith("__")) {
                fields.computeIfAbsent(field.getResultKey(), key -> new ArrayList<>())
                        .add(field);
            } else if (selection instanceof InlineFragment inline && fits(type, inline.getTypeCondition())) {
                collect(type, inline.getSelectionSet(), fields);
            } else if (selection instanceof FragmentSpread spread) {
                FragmentDefinition fragment = Objects.requireNonNull(fragments.get(spread.getName()));
                if (fits(type, fragment.getTypeCondition())) {
                    collect(type, fragment.getSelectionSet(), fields);
                }
            }
        }
    }

    private static boolean fits(GraphQLObjectType type, @Nullable TypeName condition) {
        return condition == null
                || condition.getName().equals(type.getName())
                || type.getInterfaces().stream().map(GraphQLNamedType::getName).anyMatch(condition.getName()::equals);
    }
}
