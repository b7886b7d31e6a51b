package dev.polyrpc.token;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.polyrpc.token.RunningTokens.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class AuditTest {
    @TempDir
    Path folder;

    @Test
    void everyDecision_isOneLineWithItsRequestAndWithoutTheToken() { // TOK-25
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        Logger audit = (Logger) LoggerFactory.getLogger("audit");
        lines.start();
        audit.addAppender(lines);
        String token;
        try (RunningTokens tokens = RunningTokens.start(folder, new MovableClock())) {
            RunningTokens.await(() -> has(lines, "signing key")); // the first key signs
            token = tokens.own("alice", "return", "").token();
            Map<String, String> service = Map.of("client_id", "return", "token", token);
            tokens.postTo("/oauth2/introspect", "return", service);
            Map<String, String> alice =
                    Map.of("client_id", "alice", "client_secret", RunningTokens.secret("alice"), "token", token);
            assertThat(named(tokens, "audit-1", alice).status()).isEqualTo(200);
            tokens.exchange("return", token, "product-mgmt", Map.of());
        } finally {
            audit.detachAppender(lines);
        }

        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsSubsequence("token issued", "token introspected", "token revoked", "request refused")
                .doesNotContain("token refused"); // it was good each time it was looked into
        ILoggingEvent revoked = lines.list.stream()
                .filter(line -> line.getMessage().equals("token revoked"))
                .findFirst()
                .orElseThrow();
        assertThat(revoked.getMDCPropertyMap())
                .containsEntry("requestId", "audit-1")
                .containsEntry("path", "/oauth2/revoke");
        List<String> secrets = List.of(token, token.split("\\.", -1)[2], RunningTokens.secret("alice"));
        assertThat(lines.list)
                .allSatisfy(line -> assertThat(line.getMessage() + line.getKeyValuePairs() + line.getMDCPropertyMap())
                        .doesNotContain(secrets));
    }

    @Test
    void refusalBeforeAnyClientIsKnown_isALine() { // STS-8
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        Logger audit = (Logger) LoggerFactory.getLogger("audit");
        lines.start();
        audit.addAppender(lines);
        try (RunningTokens tokens = RunningTokens.start(folder, new MovableClock())) {
            HttpRequest.Builder request = HttpRequest.newBuilder(tokens.uri("/oauth2/token"));
            tokens.send("alice", request.copy().header("x-request-id", "get"));
            tokens.send("alice", request.copy().header("x-request-id", "json").POST(BodyPublishers.ofString("{}")));
            tokens.send(
                    "alice",
                    request.copy()
                            .header("x-request-id", "large")
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(BodyPublishers.ofString("x".repeat(17_000))));
        } finally {
            audit.detachAppender(lines);
        }

        assertThat(lines.list)
                .filteredOn(line -> line.getMessage().equals("request refused"))
                .extracting(line -> line.getMDCPropertyMap().get("requestId"))
                .containsExactly("get", "json", "large");
    }

    private static Answer named(RunningTokens tokens, String requestId, Map<String, String> form) {
        return tokens.send(
                "alice",
                HttpRequest.newBuilder(tokens.uri("/oauth2/revoke"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("x-request-id", requestId)
                        .POST(BodyPublishers.ofString(RunningTokens.formEncoded(form))));
    }

    private static boolean has(ListAppender<ILoggingEvent> lines, String message) {
        return List.copyOf(lines.list).stream()
                .anyMatch(line -> line.getMessage().equals(message));
    }
}
