package dev.polyrpc.client.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** GraphQL over HTTPS, with nothing but the JDK's client. Safe for use by many threads. */
final class GatewayClient {
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http;
    private final URI endpoint;

    GatewayClient(URI gateway, SSLContext tls) {
        this.http =
                HttpClient.newBuilder().sslContext(tls).connectTimeout(DEADLINE).build();
        this.endpoint = gateway.resolve("/graphql");
    }

    /** Asks with an access token (none when it is empty). */
    Answer ask(String token, String query, Map<String, Object> variables) throws IOException, InterruptedException {
        byte[] body = JSON.writeValueAsBytes(Map.of("query", query, "variables", variables));
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint)
                .timeout(DEADLINE)
                .header("Content-Type", "application/json")
                .header("Accept", "application/graphql-response+json")
                .POST(BodyPublishers.ofByteArray(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        return new Answer(response.statusCode(), JSON.readTree(response.body()));
    }

    /**
     * What came back.
     *
     * @param status of HTTP
     * @param body with data, errors or both
     */
    record Answer(int status, JsonNode body) {
        /** The data; throws when there are errors. */
        JsonNode data() {
            if (status != 200 || body.has("errors")) {
                throw new IllegalStateException("HTTP %d: %s".formatted(status, body));
            }
            return body.path("data");
        }

        /** The code of the first error; empty when there is none. */
        String code() {
            return body.path("errors").path(0).path("extensions").path("code").asText();
        }
    }
}
