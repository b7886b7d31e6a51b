package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polyrpc.kit.tls.TlsIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** GraphQL over HTTPS, and over a WebSocket where something is followed. */
final class GatewayTokenWire implements TokenWire {
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final int TOKEN_ENDED = 4403;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int port;
    private final HttpClient http;

    GatewayTokenWire(Landscape landscape) {
        port = landscape.port(Built.GATEWAY);
        http = HttpClient.newBuilder()
                .sslContext(TlsIdentity.load(landscape.certificates(), "alice").https(Built.GATEWAY.label()))
                .build();
    }

    @Override
    public String audience() {
        return "gateway";
    }

    @Override
    public String scope() {
        return "product:read";
    }

    @Override
    public Verdict call(List<String> authorizations) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("https://localhost:%d/graphql".formatted(port)))
                .header("content-type", "application/json")
                .timeout(LIMIT)
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"query\":\"{ product(id: \\\"no-such-product\\\") { productId } }\"}"));
        authorizations.forEach(value -> request.header("authorization", value));
        try {
            return verdict(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking the gateway", e);
        }
    }

    @Override
    public Verdict follow(String token) {
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        WebSocket socket = http.newWebSocketBuilder()
                .subprotocols("graphql-transport-ws")
                .buildAsync(URI.create("wss://localhost:%d/graphql".formatted(port)), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
                        closed.complete(code);
                        return CompletableFuture.completedStage(null);
                    }
                })
                .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
        socket.sendText(
                        "{\"type\":\"connection_init\",\"payload\":{\"authorization\":\"Bearer %s\"}}".formatted(token),
                        true)
                .join();
        int code = closed.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
        assertThat(code).as("the socket's end").isEqualTo(TOKEN_ENDED);
        return Verdict.TOKEN_EXPIRED;
    }

    @Override
    public String toString() {
        return "GraphQL gateway";
    }

    private static Verdict verdict(HttpResponse<String> answer) throws IOException {
        JsonNode error = JSON.readTree(answer.body()).at("/errors/0");
        if (error.isMissingNode()) {
            assertThat(answer.statusCode()).isEqualTo(200);
            return Verdict.SERVED;
        }
        String code = error.at("/extensions/code").asText();
        if (code.equals("FORBIDDEN")) {
            assertThat(error.at("/extensions/grpcStatus").asText())
                    .as(answer.body())
                    .isEqualTo("7");
            return Verdict.SCOPE_MISSING;
        }
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(401);
        assertThat(code).isEqualTo("UNAUTHENTICATED");
        assertThat(answer.headers().firstValue("www-authenticate")).isPresent();
        return Verdict.valueOf(error.at("/extensions/reason").asText());
    }
}
