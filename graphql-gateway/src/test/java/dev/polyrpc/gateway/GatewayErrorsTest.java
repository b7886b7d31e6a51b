package dev.polyrpc.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client is told of each kind of failure of a backend, word for word, over whatever carries it. */
final class GatewayErrorsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String QUERY = "{ returns { nodes { returnId } } }";
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    @RegisterExtension
    static final GatewayUnderTest gateway = GatewayUnderTest.start();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "INVALID|BAD_USER_INPUT|3|false|what was wrong|`,\"fieldViolations\":[{\"field\":\"pageSize\",\"description\":\"what was wrong\"}]`",
                "NOT_FOUND|NOT_FOUND|5|false|what was wrong|``",
                "EXISTS|ALREADY_EXISTS|6|false|what was wrong|``",
                "CONFLICT|CONFLICT|10|true|what was wrong|``",
                "STATE|FAILED_PRECONDITION|9|false|what was wrong|``",
                "OUT_OF_RANGE|BAD_USER_INPUT|11|false|what was wrong|``",
                "UNAUTHENTICATED|UNAUTHENTICATED|16|false|what was wrong|``",
                "DENIED|FORBIDDEN|7|false|what was wrong|``",
                "EXHAUSTED|RATE_LIMITED|8|true|what was wrong|`,\"retryAfterMs\":250`",
                "DEADLINE|DEADLINE_EXCEEDED|4|true|return did not answer in time|``",
                "UNAVAILABLE|SERVICE_UNAVAILABLE|14|true|return cannot be reached|``",
                "INTERNAL|INTERNAL_SERVER_ERROR|13|false|internal error|``"
            })
    void failure_ofEachKind_isToldInFull( // GQL-11
            Kind kind, String code, int grpcStatus, boolean retryable, String message, String more) throws Exception {
        gateway.returns.backend.fail(new Failure(kind, "SOME_REASON", "what was wrong", details(kind)));
        JsonNode error = GatewayUnderTest.json(ask("1a2b")).at("/errors/0");

        assertThat(error.path("message").asText()).isEqualTo(message);
        assertThat(error.at("/path/0").asText()).isEqualTo("returns");
        assertThat(error.path("extensions")).isEqualTo(JSON.readTree("""
                                {"code":"%s","reason":"%s","grpcStatus":%d,"retryable":%s,"backend":"return",
                                 "requestId":"1a2b","traceId":"%s"%s}""".formatted(
                        code, kind == Kind.INTERNAL ? "INTERNAL" : "SOME_REASON", grpcStatus, retryable, TRACE, more)));
    }

    @Test
    void failure_isToldTheSame_overASocket_andByEvents() throws Exception {
        gateway.returns.backend.fail(new Failure(Kind.EXHAUSTED, "SOME_REASON", "slower", details(Kind.EXHAUSTED)));
        JsonNode byAnswer = named(GatewayUnderTest.json(ask("1a2b")).path("errors"));
        JsonNode overSocket;
        try (SocketClient socket = gateway.aliceOn(gateway.socket())) {
            overSocket = named(socket.subscribe("1", QUERY).next().at("/payload/errors"));
        }
        String events = gateway.send(gateway.request()
                        .setHeader("accept", "text/event-stream")
                        .POST(GatewayUnderTest.body(QUERY, Map.of()))
                        .build())
                .body();
        JsonNode byEvents = named(JSON.readTree(events.lines()
                        .filter(line -> line.startsWith("data: "))
                        .findFirst()
                        .orElseThrow()
                        .substring(6))
                .path("errors"));

        assertThat(overSocket).isEqualTo(byAnswer);
        assertThat(byEvents).isEqualTo(byAnswer);
    }

    @ParameterizedTest
    @CsvSource({
        "405,DELETE,/graphql,application/json,{}",
        "404,GET,/elsewhere,application/json,{}",
        "415,POST,/graphql,text/plain,{}",
        "400,POST,/graphql,application/json,[]",
        "400,POST,/graphql,application/json,{\"query\":\"{ nothing }\"}",
        "200,POST,/graphql,application/json,{\"query\":\"{ __typename }\"}"
    })
    void answer_ofEachStatus_bearsTheRequestsName(int status, String method, String path, String type, String body) {
        HttpResponse<String> answer = gateway.send(gateway.request()
                .uri(gateway.uri("").resolve(path))
                .setHeader("content-type", type)
                .header("x-request-id", "1a2b")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build());

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("x-request-id")).contains("1a2b");
    }

    @Test
    void answer_onASocket_bearsTheRequestsName() {
        try (SocketClient socket = gateway.aliceOn(gateway.socket())) {
            JsonNode answer = socket.subscribe("1", QUERY).next();

            assertThat(answer.at("/payload/extensions/requestId").asText())
                    .isEqualTo(gateway.returns.backend.calls().get(0).requestId());
        }
    }

    private static HttpResponse<String> ask(String requestId) {
        return gateway.send(gateway.request()
                .header("x-request-id", requestId)
                .header("traceparent", "00-%s-00f067aa0ba902b7-01".formatted(TRACE))
                .POST(GatewayUnderTest.body(QUERY, Map.of()))
                .build());
    }

    private static Map<String, String> details(Kind kind) {
        return switch (kind) {
            case INVALID -> Map.of("page_size", "0");
            case EXHAUSTED -> Map.of(Failure.RETRY_AFTER_MS, "250");
            default -> Map.of();
        };
    }

    /** Errors, but for the names of the one request. */
    private static JsonNode named(JsonNode errors) {
        errors.forEach(error ->
                ((ObjectNode) error.path("extensions")).put("requestId", "").put("traceId", ""));
        return errors;
    }
}
