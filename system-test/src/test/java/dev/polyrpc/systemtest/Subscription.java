package dev.polyrpc.systemtest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polyrpc.kit.tls.TlsIdentity;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One subscription at the gateway, over a socket of its own, as any client would make it. */
final class Subscription implements WebSocket.Listener, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LIMIT_S = 20;

    private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();
    private final WebSocket socket;

    private Subscription(int port, String server, Path certificates) {
        HttpClient http = HttpClient.newBuilder()
                .sslContext(TlsIdentity.load(certificates, "alice").https(server))
                .build();
        socket = http.newWebSocketBuilder()
                .subprotocols("graphql-transport-ws")
                .buildAsync(URI.create("wss://localhost:%d/graphql".formatted(port)), this)
                .orTimeout(LIMIT_S, TimeUnit.SECONDS)
                .join();
    }

    /** Subscribes with a token. */
    static Subscription open(Landscape landscape, String token, String document) {
        return open(landscape.port(Built.GATEWAY), Built.GATEWAY.label(), landscape.certificates(), token, document);
    }

    /** Subscribes at a port where a process of that name stands in front of the gateway. */
    static Subscription open(int port, String server, Path certificates, String token, String document) {
        Subscription subscription = new Subscription(port, server, certificates);
        subscription.say(Map.of("type", "connection_init", "payload", Map.of("authorization", "Bearer " + token)));
        JsonNode acknowledged = subscription.next();
        if (!acknowledged.path("type").asText().equals("connection_ack")) {
            throw new AssertionError(acknowledged);
        }
        subscription.say(Map.of("id", "1", "type", "subscribe", "payload", Map.of("query", document)));
        return subscription;
    }

    /** The next answer: what it holds, or why there is none. */
    JsonNode answer() {
        return next().path("payload");
    }

    @Override
    public void close() {
        socket.abort();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            messages.add(parsed(part.toString()));
            part.setLength(0);
        }
        from.request(1);
        return null;
    }

    private JsonNode next() {
        try {
            JsonNode message = messages.poll(LIMIT_S, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("nothing came");
            }
            return message.path("type").asText().equals("ping") ? next() : message;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void say(Map<String, Object> message) {
        try {
            socket.sendText(JSON.writeValueAsString(message), true).join();
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
