package dev.polyrpc.rest;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Descriptors.MethodDescriptor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is wrong with bindings; collects all of it. Used once, by one thread. */
final class RuleCheck {
    private final List<String> faults = new ArrayList<>();
    private final Map<String, String> taken = new HashMap<>();

    /** Notes a fault. */
    void fault(String where, String what) {
        faults.add(where + ": " + what);
    }

    /** Ends with all faults, if there are any. */
    void orThrow() {
        if (!faults.isEmpty()) {
            throw new UnfitRulesException(faults);
        }
    }

    /** Whether a method may have a rule at all. */
    void method(MethodDescriptor method) {
        if (method.isClientStreaming()) {
            fault(method.getFullName(), "a rule for a stream of the client's (expected: none, a request has one body)");
        }
        if (!isForAll(method)) {
            fault(method.getFullName(), "a rule, where the policy names the processes that may call (expected: none)");
        }
    }

    /** Whether a binding's fields are there, and whether nobody else has its path. */
    void binding(Binding binding) {
        String where = binding.method().getFullName();
        for (String name : binding.path().fields()) {
            Optional<FieldPath> field = FieldPath.in(binding.method().getInputType(), name);
            if (field.isEmpty()) {
                fault(where, "path %s: no field %s".formatted(binding.path().text(), name));
            } else if (!isText(field.get().last())) {
                fault(
                        where,
                        "path %s: %s (expected: one string)"
                                .formatted(binding.path().text(), name));
            }
        }
        if (binding.hasBody() && !binding.body().equals(Binding.WHOLE)) {
            FieldDescriptor body = binding.method().getInputType().findFieldByName(binding.body());
            if (body == null || body.isRepeated() || body.getJavaType() != JavaType.MESSAGE) {
                fault(where, "body: %s (expected: * or a field that is one message)".formatted(binding.body()));
            }
        }
        boolean reads = binding.verb().equals("GET") || binding.verb().equals("DELETE");
        if (reads == binding.hasBody()) {
            fault(where, "%s %s body".formatted(binding.verb(), reads ? "with a" : "without a"));
        }
        String place = binding.verb() + " " + binding.path().with(field -> "{}", text -> text);
        String other = taken.put(place, where);
        if (other != null) {
            fault(where, "%s is also that of %s".formatted(place, other));
        }
    }

    /** Whether every process of the trust domain may call, not only some that the policy names. */
    static boolean isForAll(MethodDescriptor method) {
        return Contracts.policy(method).getPeersCount() == 0;
    }

    private static boolean isText(FieldDescriptor field) {
        return field.getJavaType() == JavaType.STRING && !field.isRepeated();
    }
}
