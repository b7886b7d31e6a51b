package dev.polyrpc.gateway.request;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polyrpc.gateway.document.DocumentName;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what a client asks: from a POST's JSON, or from a GET's parameters. Safe for use by many threads. */
final class QuestionReader {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final ObjectReader VARIABLES = JSON.readerFor(new TypeReference<Map<String, Object>>() {});

    private static final String DOCUMENT_ID = "documentId";

    private QuestionReader() {}

    static Question post(HttpCall call) {
        if (!MediaType.isJson(call.header("content-type").orElse(""))) {
            throw Refusal.http(
                    415, "MEDIA_TYPE_UNSUPPORTED", "content-type: (expected: application/json in utf-8)", Map.of());
        }
        if (!call.header("content-encoding").orElse("identity").equalsIgnoreCase("identity")) {
            throw Refusal.http(415, "ENCODING_UNSUPPORTED", "content-encoding: (expected: none)", Map.of());
        }
        if (!(json(call.body()) instanceof ObjectNode body)) {
            throw Refusal.malformed("BODY_MALFORMED", "the body: (expected: one JSON object; batches are not taken)");
        }
        return of(body);
    }

    /** Reads the members of a JSON object, wherever it came from. */
    static Question of(ObjectNode body) {
        object(body.get("extensions"), "extensions");
        return new Question(
                document(text(body.get("query"), "query"), text(body.get(DOCUMENT_ID), DOCUMENT_ID)),
                text(body.get("operationName"), "operationName"),
                object(body.get("variables"), "variables"));
    }

    static Question get(HttpCall call) {
        String variables =
                call.parameter("variables").filter(it -> !it.isBlank()).orElse("null");
        return new Question(
                document(
                        call.parameter("query").orElse(null),
                        call.parameter(DOCUMENT_ID).orElse(null)),
                call.parameter("operationName").filter(it -> !it.isEmpty()).orElse(null),
                object(json(variables), "variables"));
    }

    private static DocumentName document(@Nullable String query, @Nullable String id) {
        if (id != null) {
            if (query != null) {
                throw Refusal.malformed("PARAMETER_MALFORMED", "documentId: (expected: one of query and documentId)");
            }
            return DocumentName.ofId(id);
        }
        if (query == null || query.isBlank()) {
            throw Refusal.malformed("QUERY_MISSING", "query: (expected: a GraphQL document, or documentId)");
        }
        return DocumentName.ofText(query);
    }

    private static @Nullable String text(@Nullable JsonNode value, String name) {
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw Refusal.malformed("PARAMETER_MALFORMED", name + ": (expected: a string)");
        }
        return value.textValue();
    }

    private static Map<String, Object> object(@Nullable JsonNode value, String name) {
        if (value == null || value.isNull()) {
            return Map.of();
        }
        if (!value.isObject()) {
            throw Refusal.malformed("PARAMETER_MALFORMED", name + ": (expected: a JSON object)");
        }
        try {
            return VARIABLES.readValue(value);
        } catch (IOException notAnObject) {
            throw Refusal.malformed("PARAMETER_MALFORMED", name + ": (expected: a JSON object)");
        }
    }

    private static @Nullable JsonNode json(Bytes body) {
        try {
            return JSON.readTree(body.content());
        } catch (IOException malformed) {
            throw Refusal.malformed("BODY_MALFORMED", "the body: (expected: JSON)");
        }
    }

    private static @Nullable JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException malformed) {
            throw Refusal.malformed("PARAMETER_MALFORMED", "variables: (expected: JSON)");
        }
    }
}
