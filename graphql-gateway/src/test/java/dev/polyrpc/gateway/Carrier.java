package dev.polyrpc.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;

/** The ways on which an operation reaches the gateway, for tests of what must hold on all of them. */
enum Carrier {
    HTTP {
        @Override
        JsonNode ask(GatewayUnderTest gateway, Map<String, Object> question) {
            return GatewayUnderTest.json(gateway.send(gateway.request()
                    .POST(BodyPublishers.ofString(text(question)))
                    .build()));
        }
    },
    EVENTS {
        @Override
        JsonNode ask(GatewayUnderTest gateway, Map<String, Object> question) {
            String events = gateway.send(gateway.request()
                            .setHeader("accept", "text/event-stream")
                            .POST(BodyPublishers.ofString(text(question)))
                            .build())
                    .body();
            return events.lines()
                    .filter(line -> line.startsWith("data: "))
                    .map(line -> json(line.substring("data: ".length())))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(events));
        }
    },
    SOCKET {
        @Override
        JsonNode ask(GatewayUnderTest gateway, Map<String, Object> question) {
            try (SocketClient socket = gateway.aliceOn(gateway.socket())) {
                JsonNode message = socket.send(text(Map.of("id", "1", "type", "subscribe", "payload", question)))
                        .next();
                return message.path("type").asText().equals("error")
                        ? JSON.createObjectNode().set("errors", message.path("payload"))
                        : message.path("payload");
            }
        }
    };

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** The first answer to a question: an object with {@code data}, {@code errors} or both. */
    abstract JsonNode ask(GatewayUnderTest gateway, Map<String, Object> question);

    /** The first answer to a document without variables. */
    final JsonNode ask(GatewayUnderTest gateway, String query) {
        return ask(gateway, Map.of("query", query));
    }

    private static String text(Map<String, Object> value) {
        return JSON.valueToTree(value).toString();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
