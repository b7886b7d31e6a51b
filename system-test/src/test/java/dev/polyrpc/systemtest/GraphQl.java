package dev.polyrpc.systemtest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polyrpc.kit.tls.TlsIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** GraphQL over HTTPS, as any client would post it. */
final class GraphQl {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final URI endpoint;
    private final HttpClient http;

    GraphQl(int port, Path certificates) {
        this.endpoint = URI.create("https://localhost:%d/graphql".formatted(port));
        this.http = HttpClient.newBuilder()
                .sslContext(TlsIdentity.load(certificates, "alice").https())
                .connectTimeout(LIMIT)
                .build();
    }

    /** Posts a document with a token; answers data and errors. */
    JsonNode ask(String token, String document, Map<String, Object> variables) {
        HttpResponse<String> response =
                post(HttpRequest.newBuilder(endpoint).header("authorization", "Bearer " + token), document, variables);
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON from the gateway: HTTP " + response.statusCode(), e);
        }
    }

    /** Posts a document without a token. */
    HttpResponse<String> askAnonymously(String document) {
        return post(HttpRequest.newBuilder(endpoint), document, Map.of());
    }

    private HttpResponse<String> post(HttpRequest.Builder request, String document, Map<String, Object> variables) {
        try {
            String body = JSON.writeValueAsString(Map.of("query", document, "variables", variables));
            return http.send(
                    request.header("content-type", "application/json")
                            .header("accept", "application/graphql-response+json")
                            .timeout(LIMIT)
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking the gateway", e);
        }
    }
}
