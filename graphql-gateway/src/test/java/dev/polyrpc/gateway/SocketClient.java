package dev.polyrpc.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A client of graphql-transport-ws for tests, which says just what a test wants it to. For use by one thread. */
final class SocketClient implements WebSocket.Listener, AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long SECONDS = 10;

    private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private @Nullable WebSocket socket;
    private volatile boolean reading = true;

    private SocketClient() {}

    /** Opens a socket; without a subprotocol where that is empty. */
    static SocketClient open(HttpClient http, URI uri, String subprotocol) {
        SocketClient client = new SocketClient();
        WebSocket.Builder builder = http.newWebSocketBuilder();
        client.socket = (subprotocol.isEmpty() ? builder : builder.subprotocols(subprotocol))
                .buildAsync(uri, client)
                .join();
        return client;
    }

    SocketClient send(String text) {
        socket().sendText(text, true).join();
        return this;
    }

    /** Says who it is, and waits for the acknowledgement. */
    SocketClient init(String token) {
        send(JSON.valueToTree(Map.of("type", "connection_init", "payload", Map.of("authorization", "Bearer " + token)))
                .toString());
        if (!next().path("type").asText().equals("connection_ack")) {
            throw new AssertionError("not acknowledged");
        }
        return this;
    }

    SocketClient subscribe(String id, String query) {
        return send(JSON.valueToTree(Map.of("id", id, "type", "subscribe", "payload", Map.of("query", query)))
                .toString());
    }

    SocketClient complete(String id) {
        return send(JSON.valueToTree(Map.of("id", id, "type", "complete")).toString());
    }

    /** The next message from the gateway. */
    JsonNode next() {
        JsonNode message = waitFor(SECONDS * 1_000);
        if (message.isMissingNode()) {
            throw new AssertionError("no message, close code " + closed.getNow(0));
        }
        return message;
    }

    /** The next message within that time; missing = none came. */
    JsonNode waitFor(long millis) {
        try {
            JsonNode message = messages.poll(millis, TimeUnit.MILLISECONDS);
            return message == null ? MissingNode.getInstance() : message;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The code that the gateway closes the socket with. */
    int closeCode() {
        return closed.orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }

    /** Whether the connection ended without a close frame. */
    boolean wasCut() {
        return closed.orTimeout(SECONDS, TimeUnit.SECONDS)
                .handle((code, broken) -> broken == null ? code == 1006 : !(broken instanceof TimeoutException))
                .join();
    }

    /** Reads no more from its socket, or goes on to read. */
    void reading(boolean does) {
        reading = does;
        if (does) {
            socket().request(1);
        }
    }

    String subprotocol() {
        return socket().getSubprotocol();
    }

    /** Goes without a word. */
    @Override
    public void close() {
        socket().abort();
    }

    @Override
    public void onOpen(WebSocket opened) {
        opened.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket on, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            try {
                messages.add(JSON.readTree(partial.toString()));
            } catch (JsonProcessingException e) {
                closed.completeExceptionally(e);
            }
            partial.setLength(0);
        }
        if (reading) {
            on.request(1);
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket on, ByteBuffer message) {
        if (reading) {
            on.request(1);
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket on, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket on, Throwable error) {
        closed.completeExceptionally(error);
    }

    private WebSocket socket() {
        if (socket == null) {
            throw new IllegalStateException("not open");
        }
        return socket;
    }
}
