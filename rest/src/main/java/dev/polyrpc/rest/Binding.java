package dev.polyrpc.rest;

import com.google.api.HttpRule;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import java.util.List;
import java.util.Optional;

/**
 * One verb and path that stand for a method.
 *
 * @param verb of HTTP, in capitals
 * @param body the field that the request's body is, {@code *} for the whole message, empty for none
 */
record Binding(MethodDescriptor method, String verb, PathTemplate path, String body) {
    static final String WHOLE = "*";

    /** The client's own name of the call, where the method has one. */
    static final String REQUEST_ID = "request_id";

    /** The fields that a change is about. */
    static final String UPDATE_MASK = "update_mask";

    /** What a rule says, its additional bindings aside. */
    static Binding of(MethodDescriptor method, HttpRule rule) {
        HttpRule.PatternCase verb = rule.getPatternCase();
        String path = switch (verb) {
            case GET -> rule.getGet();
            case PUT -> rule.getPut();
            case POST -> rule.getPost();
            case DELETE -> rule.getDelete();
            case PATCH -> rule.getPatch();
            case CUSTOM, PATTERN_NOT_SET ->
                throw new IllegalArgumentException("no verb (expected: get, put, post, delete or patch)");
        };
        return new Binding(method, verb.name(), PathTemplate.parse(path), rule.getBody());
    }

    boolean hasBody() {
        return !body.isEmpty();
    }

    /** As JSON has it, the name of the field that the body is; empty where it is the whole message, or there is none. */
    Optional<String> bodyName() {
        return hasBody() && !body.equals(WHOLE)
                ? Optional.of(method.getInputType().findFieldByName(body).getJsonName())
                : Optional.empty();
    }

    /** The message that the body is; empty where there is no body. */
    Optional<Descriptor> bodyMessage() {
        if (!hasBody()) {
            return Optional.empty();
        }
        Descriptor input = method.getInputType();
        return Optional.of(
                body.equals(WHOLE) ? input : input.findFieldByName(body).getMessageType());
    }

    /** Fields that come in the query: those that are neither in the path nor in the body. */
    List<FieldDescriptor> queryFields() {
        if (body.equals(WHOLE)) {
            return List.of();
        }
        return method.getInputType().getFields().stream()
                .filter(field -> !field.getName().equals(body))
                .filter(field -> !path.fields().contains(field.getName()))
                .toList();
    }

    /** Whether the request must say which fields change: without a mask all would, those that it does not name to nothing. */
    boolean needsMask() {
        return verb.equals("PATCH") && method.getInputType().findFieldByName(UPDATE_MASK) != null;
    }

    boolean takesRequestId() {
        return method.getInputType().findFieldByName(REQUEST_ID) != null;
    }
}
