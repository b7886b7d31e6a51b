package dev.polyrpc.token;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polyrpc.kit.settings.Settings;
import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.kit.testing.TestPolicy;
import dev.polyrpc.kit.tls.TlsIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The token service as it ships, on free ports, and clients of it. */
final class RunningTokens implements AutoCloseable {
    static final String ISSUER = "https://localhost:7490";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Map<String, HttpClient> clients = new ConcurrentHashMap<>();
    private final Tokens tokens;
    private final Path certificates;

    private RunningTokens(Tokens tokens, Path certificates) {
        this.tokens = tokens;
        this.certificates = certificates;
    }

    static RunningTokens start(Path folder, Clock clock) {
        return start(folder, clock, 0, 0);
    }

    static RunningTokens start(Path folder, Clock clock, int httpsPort, int adminPort) {
        return start(folder, TestCertificates.directory(), clock, ports(httpsPort, adminPort));
    }

    /** With certificates of the test's own. */
    static RunningTokens start(Path folder, Path certificates, Clock clock) {
        return start(folder, certificates, clock, ports(0, 0));
    }

    /** With settings of the test's own. */
    static RunningTokens start(Path folder, Clock clock, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(ports(0, 0));
        settings.putAll(more);
        return start(folder, TestCertificates.directory(), clock, settings);
    }

    private static Map<String, String> ports(int https, int admin) {
        return Map.of(
                "POLYRPC_TOKEN_HTTPS_PORT", String.valueOf(https), "POLYRPC_TOKEN_ADMIN_PORT", String.valueOf(admin));
    }

    private static RunningTokens start(Path folder, Path certificates, Clock clock, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "POLYRPC_TOKEN_CERTIFICATES", certificates.toString(),
                "POLYRPC_TOKEN_POLICY", TestPolicy.file().toString(),
                "POLYRPC_TOKEN_CLIENT_SECRETS",
                        certificates.resolve("clients.sha256").toString(),
                "POLYRPC_TOKEN_SIGNING_KEYS", folder.resolve("keys").toString(),
                "POLYRPC_TOKEN_REVOCATIONS", folder.resolve("revocations").toString()));
        settings.putAll(more);
        TokensConfig config = TokensConfig.from(Settings.of(TokensConfig.PREFIX, settings));
        return new RunningTokens(Tokens.start(config, clock), certificates);
    }

    URI uri(String path) {
        return URI.create("https://localhost:" + tokens.ports().get("https") + path);
    }

    /** What the admin port tells. */
    String metrics() {
        URI uri = URI.create("http://localhost:" + tokens.ports().get("admin") + "/metrics");
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Looks until it holds, for at most ten seconds. */
    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("does not come true");
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /** A token of a dev client's own, its secret in the form. */
    Answer own(String client, String audience, String scope) {
        Map<String, String> form = new LinkedHashMap<>(Map.of(
                "grant_type",
                "client_credentials",
                "client_id",
                client,
                "client_secret",
                secret(certificates, client),
                "audience",
                audience));
        if (!scope.isEmpty()) {
            form.put("scope", scope);
        }
        return post(client, form);
    }

    /** A token of a service's own, proven by its certificate. */
    Answer ownByCertificate(String identity, String client, String audience) {
        return post(identity, Map.of("grant_type", "client_credentials", "client_id", client, "audience", audience));
    }

    Answer exchange(String client, String subjectToken, String audience, Map<String, String> more) {
        Map<String, String> form = new LinkedHashMap<>(Map.of(
                "grant_type", "urn:ietf:params:oauth:grant-type:token-exchange",
                "client_id", client,
                "subject_token", subjectToken,
                "subject_token_type", "urn:ietf:params:oauth:token-type:access_token",
                "audience", audience));
        form.putAll(more);
        return post(client, form);
    }

    Answer post(String identity, Map<String, String> form) {
        return post(identity, formEncoded(form));
    }

    Answer post(String identity, String body) {
        return postTo("/oauth2/token", identity, body);
    }

    Answer postTo(String path, String identity, Map<String, String> form) {
        return postTo(path, identity, formEncoded(form));
    }

    private Answer postTo(String path, String identity, String body) {
        return send(
                identity,
                HttpRequest.newBuilder(uri(path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body)));
    }

    Answer send(String identity, HttpRequest.Builder request) {
        HttpClient client = clients.computeIfAbsent(
                identity,
                name -> HttpClient.newBuilder()
                        .sslContext(TlsIdentity.load(certificates, name).https("token"))
                        .build());
        try {
            return new Answer(client.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The status of an answer; 0 where the connection was cut meanwhile. */
    static int status(Supplier<Answer> request) {
        try {
            return request.get().status();
        } catch (UncheckedIOException cut) {
            return 0;
        }
    }

    /** Has everyone connect anew. */
    void forgetConnections() {
        clients.clear();
    }

    static String secret(String client) {
        return secret(TestCertificates.directory(), client);
    }

    private static String secret(Path certificates, String client) {
        try {
            return Files.readString(certificates.resolve(client + ".secret")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String formEncoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    @Override
    public void close() {
        tokens.close();
    }

    /** What the service answered. */
    record Answer(HttpResponse<String> http) {
        int status() {
            return http.statusCode();
        }

        JsonNode json() {
            return RunningTokens.json(http.body());
        }

        String error() {
            return json().path("error").asText();
        }

        String token() {
            return json().path("access_token").asText();
        }

        JsonNode claims() {
            return part(1);
        }

        JsonNode header() {
            return part(0);
        }

        String header(String name) {
            return http.headers().firstValue(name).orElse("");
        }

        private JsonNode part(int number) {
            byte[] bytes = Base64.getUrlDecoder().decode(token().split("\\.", -1)[number]);
            return RunningTokens.json(new String(bytes, StandardCharsets.UTF_8));
        }
    }
}
