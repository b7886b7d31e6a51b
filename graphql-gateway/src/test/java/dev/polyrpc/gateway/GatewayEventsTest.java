package dev.polyrpc.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.polyrpc.kit.testing.TestCertificates;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

final class GatewayEventsTest {
    private static final String WATCH = "subscription { inventoryChanged { position } }";
    private static final String WATCH_ALL = "subscription { inventoryChanged(after: 0) { position } }";

    @RegisterExtension
    static final GatewayUnderTest gateway = GatewayUnderTest.start(
            Map.of("POLYRPC_GATEWAY_HEARTBEAT", "100ms", "POLYRPC_GATEWAY_SLOW_SUBSCRIBER_TIMEOUT", "300ms"));

    @ParameterizedTest
    @EnumSource
    void subscription_comesAsEvents_untilItsClientGoes(HttpClient.Version version) throws Exception {
        try (Lines lines = Lines.of(events(WATCH).version(version).build())) {
            assertThat(lines.answer.statusCode()).isEqualTo(200);
            assertThat(lines.answer.headers().firstValue("content-type")).contains("text/event-stream; charset=utf-8");
            assertThat(lines.answer.headers().firstValue("x-request-id")).isPresent();
            Eventually.holds(() -> gateway.products.watches.open() == 1);
            gateway.products.watches.publish(2);

            assertThat(lines.next()).isEqualTo("event: next");
            assertThat(lines.next()).isEqualTo("data: {\"data\":{\"inventoryChanged\":{\"position\":1}}}");
            assertThat(lines.next()).isEqualTo("event: next");
            assertThat(lines.next()).isEqualTo("data: {\"data\":{\"inventoryChanged\":{\"position\":2}}}");
        }
        Eventually.within(Duration.ofSeconds(1), () -> gateway.products.watches.open() == 0);
    }

    @Test
    void subscription_byGet_comesAsEvents() throws Exception {
        gateway.products.watches.publish(1);
        try (Lines lines = Lines.of(byGet(WATCH_ALL))) {
            assertThat(lines.next()).isEqualTo("event: next");
        }
    }

    @Test
    void quiet_isKeptAliveByComments() throws Exception {
        try (Lines lines = Lines.of(events(WATCH).build())) {
            assertThat(lines.raw()).isEqualTo(":");
            assertThat(lines.raw()).isEmpty();
            assertThat(lines.raw()).isEqualTo(":");
        }
    }

    @Test
    void query_andMutation_areOneEventEach() throws Exception {
        try (Lines lines = Lines.of(events("{ product(id: \"p-1\") { name } }").build())) {
            assertThat(lines.next()).isEqualTo("event: next");
            assertThat(lines.next()).isEqualTo("data: {\"data\":{\"product\":{\"name\":\"Product p-1\"}}}");
            assertThat(lines.next()).isEqualTo("event: complete");
            assertThat(lines.next()).isEqualTo("data:");
            assertThat(lines.next()).isNull();
        }
        try (Lines lines = Lines.of(events("mutation { __typename }").build())) {
            assertThat(lines.next()).isEqualTo("event: next");
            assertThat(lines.next()).isEqualTo("data: {\"data\":{\"__typename\":\"Mutation\"}}");
        }
    }

    @Test
    void query_isAnsweredWithinItsCallersTime() throws Exception { // GQL-10
        gateway.products.backend.fallSilent();
        long start = System.nanoTime();
        HttpRequest request = events("{ product(id: \"p-1\") { name } }")
                .header("x-request-timeout-ms", "400")
                .build();
        try (Lines lines = Lines.of(request)) {
            assertThat(lines.next()).isEqualTo("event: next");
            assertThat(lines.next()).contains("\"data\":{\"product\":null}", "DEADLINE_EXCEEDED");
            assertThat(lines.next()).isEqualTo("event: complete");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isLessThan(Duration.ofSeconds(4)); // the backend's own: 5
    }

    @Test
    void client_thatLeavesBeforeItsEventsBegin_isInTheAccessLog() throws Exception {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        Logger access = (Logger) LoggerFactory.getLogger("access");
        lines.start();
        access.addAppender(lines);
        try {
            Set<String> left = new HashSet<>();
            for (int time = 0; time < 20; time++) {
                left.add(askAndLeave());
            }
            Eventually.holds(() -> List.copyOf(lines.list).stream()
                    .filter(line -> line.toString().contains("call"))
                    .flatMap(line -> line.getKeyValuePairs().stream())
                    .map(pair -> String.valueOf(pair.value))
                    .collect(Collectors.toSet())
                    .containsAll(left));
        } finally {
            access.detachAppender(lines);
        }
        Eventually.holds(() -> gateway.products.watches.open() == 0);
    }

    /** With a token that is looked into for the first time, which takes longer than to leave. */
    private static String askAndLeave() throws Exception {
        String requestId = UUID.randomUUID().toString();
        String token = gateway.issuer.token("alice", "gateway", "product:read");
        String body = "{\"query\": \"%s\"}".formatted(WATCH);
        String request = String.join(
                "\r\n",
                "POST /graphql HTTP/1.1",
                "host: localhost",
                "authorization: Bearer " + token,
                "content-type: application/json",
                "accept: text/event-stream",
                "x-request-id: " + requestId,
                "content-length: " + body.length(),
                "",
                body);
        try (Socket socket = TestCertificates.identity("alice")
                .https("gateway")
                .getSocketFactory()
                .createSocket("localhost", gateway.uri("").getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        }
        return requestId;
    }

    @Test
    void document_thatDoesNotValidate_isAnEventWithItsErrors() throws Exception {
        try (Lines lines = Lines.of(events("subscription { nothing }").build())) {
            assertThat(lines.answer.statusCode()).isEqualTo(200);
            assertThat(lines.next()).isEqualTo("event: next");
            assertThat(lines.next()).startsWith("data: {\"errors\":[{").contains("GRAPHQL_VALIDATION_FAILED");
            assertThat(lines.next()).isEqualTo("event: complete");
        }
    }

    @Test
    void mutation_byGet_is405_evenForEvents() { // GQL-6
        HttpResponse<String> answer = gateway.send(byGet("mutation { __typename }"));

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("content-type")).contains("application/json; charset=utf-8");
    }

    @Test
    void body_malformed_is400_token_bad_is401_evenForEvents() {
        HttpRequest malformed =
                events(WATCH).POST(HttpRequest.BodyPublishers.ofString("{")).build();
        HttpRequest badToken =
                events(WATCH).setHeader("authorization", "Bearer x").build();

        assertThat(gateway.send(malformed).statusCode()).isEqualTo(400);
        assertThat(gateway.send(badToken).statusCode()).isEqualTo(401);
        assertThat(gateway.products.backend.calls()).isEmpty();
    }

    @Test
    void subscription_withoutEvents_is400() {
        HttpRequest request =
                gateway.request().POST(GatewayUnderTest.body(WATCH, Map.of())).build();

        assertThat(gateway.send(request).statusCode()).isEqualTo(400);
    }

    @Test
    void token_thatEnds_endsItsEvents() throws Exception { // TOK-24
        String token = gateway.issuer.token(claims -> {
            claims.put("aud", "gateway.polyrpc.test");
            claims.put("scope", "product:read");
            claims.put("exp", Instant.now().getEpochSecond() + 2);
        });
        HttpRequest request =
                events(WATCH).setHeader("authorization", "Bearer " + token).build();
        try (Lines lines = Lines.of(request)) {
            assertThat(lines.next()).isEqualTo("event: next");
            assertThat(lines.next()).contains("UNAUTHENTICATED", "TOKEN_EXPIRED");
            assertThat(lines.next()).isEqualTo("event: complete");
            Eventually.holds(() -> gateway.products.watches.open() == 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void client_thatReadsNothing_stopsTheBackend_andIsCutOff(HttpClient.Version version) throws Exception { // GQL-13
        try (Lines unread = Lines.of(events("subscription { inventoryChanged(after: 0) { position movementId } }")
                .version(version)
                .build())) {
            Eventually.holds(() -> gateway.products.watches.open() == 1);
            gateway.products.watches.publish(20_000, 20_000);

            Eventually.holds(() -> gateway.products.watches.open() == 0);
            assertThat(gateway.products.watches.sent()).isLessThan(3000);
            assertThat(unread.answer.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void gateway_thatStops_endsEventsWithoutALastWord() throws Exception {
        GatewayUnderTest stopping = GatewayUnderTest.start();
        HttpRequest request = stopping.request()
                .setHeader("accept", "text/event-stream")
                .POST(GatewayUnderTest.body(WATCH, Map.of()))
                .build();
        try (Lines lines = new Lines(stopping.http().send(request, BodyHandlers.ofInputStream()))) {
            Eventually.holds(() -> stopping.products.watches.open() == 1);
            long start = System.nanoTime();
            stopping.close();

            assertThat(lines.next()).isNull();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(9));
        }
    }

    private static HttpRequest.Builder events(String query) {
        return gateway.request().setHeader("accept", "text/event-stream").POST(GatewayUnderTest.body(query, Map.of()));
    }

    private static HttpRequest byGet(String query) {
        return events(query)
                .uri(gateway.uri("?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8)))
                .GET()
                .build();
    }

    /** An answer, read a line at a time. */
    private static final class Lines implements AutoCloseable {
        final HttpResponse<InputStream> answer;
        private final BufferedReader reader;

        Lines(HttpResponse<InputStream> answer) {
            this.answer = answer;
            reader = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
        }

        static Lines of(HttpRequest request) throws IOException, InterruptedException {
            return new Lines(gateway.http().send(request, BodyHandlers.ofInputStream()));
        }

        String raw() throws IOException {
            return reader.readLine();
        }

        /** The next line of an event; null at the end. */
        String next() throws IOException {
            String line = raw();
            while (line != null && (line.isEmpty() || line.equals(":"))) {
                line = raw();
            }
            return line;
        }

        @Override
        public void close() throws IOException {
            answer.body().close();
        }
    }
}
