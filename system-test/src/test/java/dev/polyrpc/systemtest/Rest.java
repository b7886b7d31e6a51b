package dev.polyrpc.systemtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polyrpc.kit.tls.TlsIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The REST view as a client without a certificate calls it, over HTTP/1.1. */
final class Rest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int port;
    private final HttpClient http;

    /** What came back, the body being JSON. */
    record Answer(int status, HttpHeaders headers, JsonNode body) {
        String type() {
            return headers.firstValue("content-type").orElse("");
        }
    }

    Rest(Edge edge, Path certificates) {
        port = edge.port();
        http = HttpClient.newBuilder()
                .sslContext(TlsIdentity.load(certificates, "alice").https("edge"))
                .connectTimeout(LIMIT)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    Answer get(String path, Map<String, String> headers) {
        return call("GET", path, "", headers);
    }

    /** One request; an empty body is none. */
    Answer call(String verb, String path, String body, Map<String, String> headers) {
        return answer(request(verb, path, body, headers));
    }

    /** A request with a header for each token that is shown. */
    Answer get(String path, List<String> authorizations) {
        HttpRequest.Builder request = request("GET", path, "", Map.of());
        authorizations.forEach(value -> request.header("authorization", value));
        return answer(request);
    }

    /** The lines of a watch, as they come; close it. */
    HttpResponse<Stream<String>> watch(String path, Map<String, String> headers) {
        return send(request("GET", path, "", headers), HttpResponse.BodyHandlers.ofLines());
    }

    private Answer answer(HttpRequest.Builder request) {
        HttpResponse<byte[]> answer = send(request, HttpResponse.BodyHandlers.ofByteArray());
        try {
            return new Answer(answer.statusCode(), answer.headers(), JSON.readTree(answer.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpRequest.Builder request(String verb, String path, String body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("https://localhost:%d%s".formatted(port, path)))
                .timeout(LIMIT)
                .method(verb, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return request;
    }

    private <B> HttpResponse<B> send(HttpRequest.Builder request, HttpResponse.BodyHandler<B> body) {
        try {
            return http.send(request.build(), body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
