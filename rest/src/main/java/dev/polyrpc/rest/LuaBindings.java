package dev.polyrpc.rest;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells Envoy's Lua filter what its transcoder does not: which verbs a path has, which fields a body may have. */
final class LuaBindings {
    private static final String SEGMENT = "([^/:]+)";

    private LuaBindings() {}

    /**
     * A Lua module: {@code bindings}, each with a pattern of paths, the fields that stand in it, the parameters that may come
     * more than once, and where in the request its body belongs; and {@code messages}, the fields of each.
     */
    static String of(RestView view) {
        Map<String, Descriptor> messages = new TreeMap<>();
        view.bindings().forEach(binding -> binding.bodyMessage().ifPresent(body -> collect(body, messages)));
        return """
                return {
                  bindings = {
                %s  },
                  messages = {
                %s  },
                }
                """.formatted(
                        view.bindings().stream().map(LuaBindings::binding).collect(Collectors.joining()),
                        messages.values().stream().map(LuaBindings::message).collect(Collectors.joining()));
    }

    private static String binding(Binding binding) {
        StringBuilder members = new StringBuilder();
        members.append("verb = \"%s\"".formatted(binding.verb()));
        members.append(", path = \"^%s$\""
                .formatted(binding.path().with(field -> SEGMENT, text -> text.replace("-", "%-"))));
        if (binding.method().isServerStreaming()) {
            members.append(", stream = true");
        }
        if (binding.needsMask()) {
            members.append(", mask = true");
        }
        if (binding.takesRequestId()) {
            members.append(", request_id = true");
        }
        members.append(", fields = { %s }"
                .formatted(names(binding.path().fields().stream()
                        .map(field -> FieldPath.in(binding.method().getInputType(), field)
                                .orElseThrow()
                                .jsonName()))));
        members.append(", many = { %s }"
                .formatted(names(binding.queryFields().stream()
                        .filter(FieldDescriptor::isRepeated)
                        .map(FieldDescriptor::getJsonName))));
        binding.bodyMessage()
                .ifPresent(body -> members.append(", body = \"%s\", within = \"%s\""
                        .formatted(
                                body.getFullName(),
                                binding.bodyName().map(name -> name + ".").orElse(""))));
        return "    { %s },\n".formatted(members);
    }

    private static String names(Stream<String> fields) {
        return fields.map(field -> '"' + field + '"').collect(Collectors.joining(", "));
    }

    private static String message(Descriptor message) {
        return "    [\"%s\"] = {\n%s    },\n"
                .formatted(
                        message.getFullName(),
                        message.getFields().stream().map(LuaBindings::field).collect(Collectors.joining()));
    }

    /** Under both of its names, as JSON may have either; first the one that both stand for. */
    private static String field(FieldDescriptor field) {
        String value = isObject(field)
                ? "{ \"%s\", \"%s\" }"
                        .formatted(field.getJsonName(), field.getMessageType().getFullName())
                : "{ \"%s\" }".formatted(field.getJsonName());
        return Stream.of(field.getJsonName(), field.getName())
                .distinct()
                .map(name -> "      [\"%s\"] = %s,\n".formatted(name, value))
                .collect(Collectors.joining());
    }

    private static void collect(Descriptor message, Map<String, Descriptor> messages) {
        if (messages.put(message.getFullName(), message) == null) {
            message.getFields().stream()
                    .filter(LuaBindings::isObject)
                    .forEach(field -> collect(field.getMessageType(), messages));
        }
    }

    /** Whether its JSON is an object with the fields of its message: times and masks are strings. */
    private static boolean isObject(FieldDescriptor field) {
        return field.getJavaType() == JavaType.MESSAGE
                && !field.getMessageType().getFullName().startsWith("google.protobuf.");
    }
}
