package dev.polyrpc.rest;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Fields by their names, one below the other: {@code product.product_id}. */
record FieldPath(List<FieldDescriptor> steps) {
    /** Where the names lead to; empty where one of them leads nowhere. */
    static Optional<FieldPath> in(Descriptor message, String names) {
        List<FieldDescriptor> steps = new ArrayList<>();
        Descriptor at = message;
        for (String name : names.split("\\.", -1)) {
            FieldDescriptor step = at == null ? null : at.findFieldByName(name);
            if (step == null || (!steps.isEmpty() && steps.get(steps.size() - 1).isRepeated())) {
                return Optional.empty();
            }
            steps.add(step);
            at = step.getJavaType() == FieldDescriptor.JavaType.MESSAGE ? step.getMessageType() : null;
        }
        return Optional.of(new FieldPath(List.copyOf(steps)));
    }

    FieldDescriptor last() {
        return steps.get(steps.size() - 1);
    }

    /** As it is written in JSON and in queries. */
    String jsonName() {
        return steps.stream().map(FieldDescriptor::getJsonName).collect(Collectors.joining("."));
    }
}
