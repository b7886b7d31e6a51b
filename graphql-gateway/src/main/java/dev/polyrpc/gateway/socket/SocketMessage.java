package dev.polyrpc.gateway.socket;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;

/**
 * One message of the protocol.
 *
 * @param type what it is
 * @param id the operation that it is about; empty = none
 * @param payload what it carries; missing = nothing
 */
record SocketMessage(String type, String id, JsonNode payload) {
    private static final int LONGEST_ID = 128;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * Reads what a client sent.
     *
     * @throws IllegalArgumentException when it is no message of the protocol; the text says why, for the client
     */
    static SocketMessage read(String text) {
        if (!(parsed(text) instanceof ObjectNode members)) {
            throw new IllegalArgumentException("(expected: a JSON object)");
        }
        SocketMessage message = new SocketMessage(members.path("type").asText(), id(members), members.path("payload"));
        boolean operation = message.type.equals("subscribe") || message.type.equals("complete");
        if (operation && message.id.isEmpty()) {
            throw new IllegalArgumentException("id: (expected: 1 to %d characters)".formatted(LONGEST_ID));
        }
        if (!operation && !payloadIsObject(message.payload)) {
            throw new IllegalArgumentException("payload: (expected: a JSON object)");
        }
        return message;
    }

    static String of(String type) {
        return message(type).toString();
    }

    static String of(String type, JsonNode payload) {
        ObjectNode message = message(type);
        return (payload.isMissingNode() ? message : message.set("payload", payload)).toString();
    }

    static String about(String id, String type) {
        return message(type).put("id", id).toString();
    }

    /** A message whose payload is JSON already. */
    static String about(String id, String type, String json) {
        return message(type)
                .put("id", id)
                .putRawValue("payload", new RawValue(json))
                .toString();
    }

    private static ObjectNode message(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException malformed) {
            return MissingNode.getInstance();
        }
    }

    private static String id(ObjectNode members) {
        String id = members.path("id").textValue();
        return id == null || id.length() > LONGEST_ID ? "" : id;
    }

    private static boolean payloadIsObject(JsonNode payload) {
        return payload.isMissingNode() || payload.isNull() || payload.isObject();
    }
}
