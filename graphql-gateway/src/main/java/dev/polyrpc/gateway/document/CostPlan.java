package dev.polyrpc.gateway.document;

import java.util.List;
import java.util.Map;

/**
 * What a part of an operation costs, but for its variables: for each type that the part may meet, the fields that it
 * selects there. Immutable.
 */
record CostPlan(List<List<Step>> alternatives) {
    CostPlan {
        alternatives = alternatives.stream().map(List::copyOf).toList();
    }

    /**
     * One field.
     *
     * @param fieldWeight weight of fetching it
     * @param typeWeight weight of a thing that it answers
     * @param size how many things it answers
     * @param below what is selected of each
     */
    record Step(double fieldWeight, double typeWeight, ListSize size, CostPlan below) {
        Cost cost(double times, Map<String, ?> variables) {
            double things = times * size.entries(variables);
            return new Cost(things * typeWeight, times * fieldWeight).plus(below.cost(things, variables));
        }
    }

    /** The cost with these variables, where this part occurs so many times. */
    Cost cost(double times, Map<String, ?> variables) {
        Cost most = Cost.NOTHING;
        for (List<Step> steps : alternatives) {
            Cost all = Cost.NOTHING;
            for (Step step : steps) {
                all = all.plus(step.cost(times, variables));
            }
            most = most.or(all);
        }
        return most;
    }
}
