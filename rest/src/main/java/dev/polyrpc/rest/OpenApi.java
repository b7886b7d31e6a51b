package dev.polyrpc.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.MethodDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;

/** The OpenAPI document of the REST view: {@code openapi.json} of the resources, with what the contracts say. */
final class OpenApi {
    /** Name of the security scheme. */
    static final String TOKEN = "token";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final ObjectNode document;

    OpenApi(Contracts contracts, RestView view) {
        document = frame();
        Comments comments = new Comments(contracts);
        Schemas schemas = new Schemas(comments);
        Operations operations = new Operations(comments, schemas);
        ArrayNode tags = document.withArray("tags");
        contracts
                .services()
                .forEach(service ->
                        tags.addObject().put("name", service.getName()).put("description", comments.of(service)));
        ObjectNode paths = document.withObject("paths");
        for (Binding binding : view.bindings()) {
            paths.withObjectProperty(path(binding))
                    .set(binding.verb().toLowerCase(Locale.ROOT), operations.of(binding));
        }
        ObjectNode all = document.withObjectProperty("components").withObjectProperty("schemas");
        schemas.all().properties().forEach(schema -> all.set(schema.getKey(), schema.getValue()));
    }

    /** The document, readable. */
    String text() {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How a path's parameter is called: in JSON's way, the last name alone of fields in fields. */
    static String parameterName(MethodDescriptor method, String field) {
        return FieldPath.in(method.getInputType(), field).orElseThrow().last().getJsonName();
    }

    private static String path(Binding binding) {
        return binding.path().with(field -> "{" + parameterName(binding.method(), field) + "}", text -> text);
    }

    private static ObjectNode frame() {
        try (InputStream in = OpenApi.class.getResourceAsStream("/openapi.json")) {
            return (ObjectNode) MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
