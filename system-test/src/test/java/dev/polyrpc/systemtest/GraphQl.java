package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** GraphQL over HTTPS, as any client would post it. */
final class GraphQl {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final URI endpoint;
    private final HttpClient http;
    private final Map<String, String> headers = new HashMap<>();

    GraphQl(int port, Path certificates) {
        this(port, Built.GATEWAY.label(), certificates);
    }

    /** At a port where a process of that name stands in front of the gateway. */
    GraphQl(int port, String server, Path certificates) {
        this.endpoint = URI.create("https://localhost:%d/graphql".formatted(port));
        this.http = HttpClient.newBuilder()
                .sslContext(TlsIdentity.load(certificates, "alice").https(server))
                .connectTimeout(LIMIT)
                .build();
    }

    /** Sends a header with all that is asked from now on. */
    GraphQl with(String name, String value) {
        headers.put(name, value);
        return this;
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

    /** Runs one mutation with a new request id; answers its payload, which must be without errors. */
    JsonNode mutate(String token, String mutation, Map<String, Object> input, String fields) {
        Map<String, Object> all = new HashMap<>(input);
        all.put("requestId", UUID.randomUUID().toString());
        String type = Character.toUpperCase(mutation.charAt(0)) + mutation.substring(1) + "Input!";
        JsonNode answer = ask(
                token,
                "mutation($input: %s) { %s(input: $input) { %s userErrors { field message reason } } }"
                        .formatted(type, mutation, fields),
                Map.of("input", all));
        assertThat(answer.path("errors").isMissingNode()).as(answer.toString()).isTrue();
        JsonNode payload = answer.path("data").path(mutation);
        assertThat(payload.path("userErrors")).as(answer.toString()).isEmpty();
        return payload;
    }

    /** Posts a document without a token. */
    HttpResponse<String> askAnonymously(String document) {
        return post(HttpRequest.newBuilder(endpoint), document, Map.of());
    }

    private HttpResponse<String> post(HttpRequest.Builder request, String document, Map<String, Object> variables) {
        try {
            headers.forEach(request::header);
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
