package dev.polyrpc.rest;

import com.google.api.HttpRule;
import com.google.protobuf.Descriptors.MethodDescriptor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The methods that are called over plain HTTP, and how.
 *
 * @param rules of each method, in the contracts' order
 * @param bindings of all methods, in the same order, a method's additional ones behind its own
 */
record RestView(Map<MethodDescriptor, HttpRule> rules, List<Binding> bindings) {
    /** Rules and contracts brought together; throws {@link UnfitRulesException} where they do not fit. */
    static RestView of(Contracts contracts, List<HttpRule> rules) {
        RuleCheck check = new RuleCheck();
        Map<String, MethodDescriptor> methods = contracts.methods().stream()
                .collect(Collectors.toMap(MethodDescriptor::getFullName, Function.identity()));
        Map<String, HttpRule> named = new LinkedHashMap<>();
        for (HttpRule rule : rules) {
            if (!methods.containsKey(rule.getSelector())) {
                check.fault("selector " + rule.getSelector(), "no such method");
            } else if (named.put(rule.getSelector(), rule) != null) {
                check.fault(rule.getSelector(), "two rules (expected: one, with additional_bindings)");
            }
        }
        Map<MethodDescriptor, HttpRule> ordered = new LinkedHashMap<>();
        List<Binding> bindings = new ArrayList<>();
        for (MethodDescriptor method : contracts.methods()) {
            HttpRule rule = named.get(method.getFullName());
            if (rule != null) {
                ordered.put(method, rule);
                check.method(method);
                bindings.addAll(bindings(method, rule, check));
            } else if (RuleCheck.isForAll(method) && !method.isClientStreaming()) {
                check.fault(method.getFullName(), "no rule");
            }
        }
        check.orThrow();
        return new RestView(ordered, List.copyOf(bindings));
    }

    private static List<Binding> bindings(MethodDescriptor method, HttpRule rule, RuleCheck check) {
        List<HttpRule> all = new ArrayList<>(List.of(rule));
        all.addAll(rule.getAdditionalBindingsList());
        List<Binding> bindings = new ArrayList<>();
        for (HttpRule one : all) {
            try {
                Binding binding = Binding.of(method, one);
                check.binding(binding);
                bindings.add(binding);
            } catch (IllegalArgumentException e) {
                check.fault(method.getFullName(), String.valueOf(e.getMessage()));
            }
        }
        return bindings;
    }
}
