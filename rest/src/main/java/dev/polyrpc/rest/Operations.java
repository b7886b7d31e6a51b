package dev.polyrpc.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import java.util.HashSet;
import java.util.Set;

/** Operations of the document, one for each binding. Used by one thread. */
final class Operations {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Comments comments;
    private final Schemas schemas;
    private final Set<String> ids = new HashSet<>();

    Operations(Comments comments, Schemas schemas) {
        this.comments = comments;
        this.schemas = schemas;
    }

    ObjectNode of(Binding binding) {
        MethodDescriptor method = binding.method();
        String comment = comments.of(method);
        String summary = firstSentence(comment);
        ObjectNode operation = JSON.objectNode().put("operationId", id(method)).put("summary", summary);
        if (comment.length() > summary.length() + 1) {
            operation.put("description", comment.substring(summary.length() + 1).strip());
        }
        operation.putArray("tags").add(method.getService().getName());
        ArrayNode security = operation.putArray("security");
        Contracts.policy(method)
                .getScopesList()
                .forEach(scope -> security.addObject().putArray(OpenApi.TOKEN).add(scope));
        ArrayNode parameters = operation.putArray("parameters");
        binding.path().fields().forEach(name -> parameters.add(inPath(method, name)));
        binding.queryFields()
                .forEach(field -> parameters.add(inQuery(field)
                        .put("required", binding.needsMask() && field.getName().equals(Binding.UPDATE_MASK))));
        if (binding.takesRequestId()) {
            parameters.addObject().put("$ref", "#/components/parameters/IdempotencyKey");
        }
        parameters.addObject().put("$ref", "#/components/parameters/RequestTimeout");
        binding.bodyMessage().ifPresent(body -> {
            ObjectNode request = operation.putObject("requestBody").put("required", true);
            request.putObject("content").putObject("application/json").set("schema", schemas.of(body));
        });
        answers(method, operation.putObject("responses"));
        return operation;
    }

    private void answers(MethodDescriptor method, ObjectNode responses) {
        ObjectNode ok = responses.putObject("200");
        ok.put(
                "description",
                method.isServerStreaming()
                        ? "A line for each change. The end says nothing of itself: ask again after the last one."
                        : comments.of(method.getOutputType()));
        ok.putObject("content")
                .putObject(method.isServerStreaming() ? "application/x-ndjson" : "application/json")
                .set("schema", schemas.of(method.getOutputType()));
        responses.putObject("401").put("$ref", "#/components/responses/Unauthenticated");
        responses.putObject("429").put("$ref", "#/components/responses/Later");
        responses.putObject("503").put("$ref", "#/components/responses/Later");
        responses.putObject("default").put("$ref", "#/components/responses/Problem");
    }

    private ObjectNode inPath(MethodDescriptor method, String name) {
        FieldDescriptor field =
                FieldPath.in(method.getInputType(), name).orElseThrow().last();
        ObjectNode parameter = parameter("path", OpenApi.parameterName(method, name), field);
        return parameter.put("required", true);
    }

    private ObjectNode inQuery(FieldDescriptor field) {
        return parameter("query", field.getJsonName(), field);
    }

    private ObjectNode parameter(String in, String name, FieldDescriptor field) {
        ObjectNode parameter = JSON.objectNode().put("name", name).put("in", in).put("description", comments.of(field));
        parameter.set("schema", schemas.of(field));
        return parameter;
    }

    /** The method's name; further bindings of it are counted. */
    private String id(MethodDescriptor method) {
        String id = method.getName();
        for (int i = 2; !ids.add(id); i++) {
            id = method.getName() + i;
        }
        return id;
    }

    private static String firstSentence(String comment) {
        int end = comment.indexOf(". ");
        return end < 0 ? comment.replaceAll("\\.$", "") : comment.substring(0, end);
    }
}
