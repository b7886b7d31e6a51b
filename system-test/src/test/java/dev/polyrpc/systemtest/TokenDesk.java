package dev.polyrpc.systemtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polyrpc.kit.tls.TlsIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Gets tokens from the token service as a dev client does, and remembers every one of them. Safe for many threads. */
final class TokenDesk {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final URI service;
    private final Path certificates;
    private volatile HttpClient http;
    private final Set<String> issued = ConcurrentHashMap.newKeySet();

    TokenDesk(int port, Path certificates) {
        this.service = URI.create("https://localhost:" + port);
        this.certificates = certificates;
        this.http = client(certificates);
    }

    private static HttpClient client(Path certificates) {
        return HttpClient.newBuilder()
                .sslContext(TlsIdentity.load(certificates, "warehouse").https(Built.TOKEN.label()))
                .connectTimeout(LIMIT)
                .build();
    }

    void readCertificatesAnew() {
        http = client(certificates);
    }

    /** A new token with these scopes (none named = all that the client may have). */
    String token(String client, Built audience, String... scopes) {
        HttpResponse<String> response = ask(
                client,
                secret(client),
                scopes.length == 0
                        ? Map.of("grant_type", "client_credentials", "audience", audience.label())
                        : Map.of(
                                "grant_type",
                                "client_credentials",
                                "audience",
                                audience.label(),
                                "scope",
                                String.join(" ", scopes)));
        if (response.statusCode() != 200) {
            throw new AssertionError("token for %s: HTTP %d %s"
                    .formatted(client, response.statusCode(), json(response).path("error")));
        }
        return json(response).path("access_token").asText();
    }

    /** Posts a form to the token endpoint; answers whatever comes back. */
    HttpResponse<String> ask(String client, String secret, Map<String, String> form) {
        String credentials =
                Base64.getEncoder().encodeToString((client + ":" + secret).getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> response = send(HttpRequest.newBuilder(service.resolve("/oauth2/token"))
                .header("authorization", "Basic " + credentials)
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encoded(form))));
        if (response.statusCode() == 200) {
            issued.add(json(response).path("access_token").asText());
        }
        return response;
    }

    /** Reads a public document, for example the JWKS. */
    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(service.resolve(path)).GET());
    }

    /** The secret of a dev client. */
    String secret(String client) {
        try {
            return Files.readString(certificates.resolve(client + ".secret")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every token that was issued so far. */
    Set<String> issued() {
        return Set.copyOf(issued);
    }

    static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking the token service", e);
        }
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
