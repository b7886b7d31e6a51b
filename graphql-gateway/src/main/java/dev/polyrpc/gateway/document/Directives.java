package dev.polyrpc.gateway.document;

import graphql.schema.GraphQLAppliedDirective;
import graphql.schema.GraphQLAppliedDirectiveArgument;
import graphql.schema.GraphQLDirectiveContainer;
import java.util.List;

/** Reads the arguments of directives that the schema applies. */
final class Directives {
    private Directives() {}

    /** The weight that {@code @cost} gives, else the one that the specification assumes. */
    static double weight(GraphQLDirectiveContainer element, double whenAbsent) {
        GraphQLAppliedDirective cost = element.getAppliedDirective("cost");
        GraphQLAppliedDirectiveArgument weight = cost == null ? null : cost.getArgument("weight");
        return weight == null ? whenAbsent : Double.parseDouble(weight.<String>getValue());
    }

    static List<?> list(GraphQLAppliedDirective directive, String name) {
        GraphQLAppliedDirectiveArgument argument = directive.getArgument(name);
        return argument != null && argument.getValue() instanceof List<?> values ? values : List.of();
    }

    static double number(GraphQLAppliedDirective directive, String name, double whenAbsent) {
        GraphQLAppliedDirectiveArgument argument = directive.getArgument(name);
        return argument != null && argument.getValue() instanceof Number number ? number.doubleValue() : whenAbsent;
    }
}
