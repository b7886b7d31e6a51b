package dev.polyrpc.gateway.document;

import graphql.language.Argument;
import graphql.language.Field;
import graphql.language.IntValue;
import graphql.language.Value;
import graphql.language.VariableReference;
import graphql.schema.GraphQLAppliedDirective;
import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLFieldDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many entries a list may have: the largest of what its slicing arguments say, else what the schema assumes. Immutable.
 *
 * @param known entries by the document alone
 * @param variables what says it too
 */
record ListSize(double known, List<Variable> variables) {
    /** Of what is no list. */
    static final ListSize ONE = new ListSize(1, List.of());

    private static final String DIRECTIVE = "listSize";

    ListSize {
        variables = List.copyOf(variables);
    }

    /** A variable that says how many; how many where it is not given: its own default; where null is: what the field takes then. */
    record Variable(String name, double whenAbsent, double whenNull) {
        double entries(Map<String, ?> values) {
            Object value = values.get(name);
            if (value == null) {
                return values.containsKey(name) ? whenNull : whenAbsent;
            }
            return value instanceof Number number ? number.doubleValue() : 0; // what is no number will not run
        }
    }

    /** The size that a field's {@code @listSize} gives; one without the directive. */
    static ListSize of(GraphQLFieldDefinition definition, Field field, Map<String, @Nullable Value<?>> defaults) {
        GraphQLAppliedDirective directive = definition.getAppliedDirective(DIRECTIVE);
        if (directive == null) {
            return ONE;
        }
        List<?> arguments = Directives.list(directive, "slicingArguments");
        double known = arguments.isEmpty() ? Directives.number(directive, "assumedSize", 1) : 0;
        List<Variable> variables = new ArrayList<>();
        for (Object name : arguments) {
            double standard = standard(definition.getArgument((String) name));
            Value<?> given = given(field, (String) name);
            if (given instanceof VariableReference variable) {
                String called = variable.getName();
                variables.add(new Variable(called, number(defaults.get(called), standard), standard));
            } else {
                known = Math.max(known, number(given, standard));
            }
        }
        return new ListSize(known, variables);
    }

    /** The fields below that have this size, where it is not the field's own. */
    static List<?> sizedFields(GraphQLFieldDefinition definition) {
        GraphQLAppliedDirective directive = definition.getAppliedDirective(DIRECTIVE);
        return directive == null ? List.of() : Directives.list(directive, "sizedFields");
    }

    double entries(Map<String, ?> values) {
        double most = known;
        for (Variable variable : variables) {
            most = Math.max(most, variable.entries(values));
        }
        return most;
    }

    private static @Nullable Value<?> given(Field field, String argument) {
        return field.getArguments().stream()
                .filter(it -> it.getName().equals(argument))
                .<Value<?>>map(Argument::getValue)
                .findFirst()
                .orElse(null);
    }

    private static double standard(GraphQLArgument argument) {
        Object standard = argument.getArgumentDefaultValue().getValue();
        return standard instanceof Value<?> value ? number(value, 1) : 1;
    }

    private static double number(@Nullable Value<?> value, double whenNone) {
        return value instanceof IntValue number ? number.getValue().doubleValue() : whenNone;
    }
}
