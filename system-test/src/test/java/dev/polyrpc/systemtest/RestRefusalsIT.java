package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polyrpc.kit.testing.TestCertificates;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the edge itself refuses of the REST view: nothing stands behind it here. */
@EnabledIfSystemProperty(named = "polyrpc.sidecars", matches = "true")
class RestRefusalsIT {
    /** Nobody looks at it here: a service would. */
    private static final Map<String, String> TOKEN = Map.of("authorization", "Bearer a.b.c");

    private static final Map<String, String> JSON = Map.of("content-type", "application/json");
    private static final String ID = "0190b2f4-6a5c-7c3e-8d7a-0123456789ab";

    @TempDir
    static Path folder;

    private static Edge edge;
    private static Rest rest;

    @BeforeAll
    static void start() throws IOException {
        edge = Edge.start(folder, Map.of());
        rest = new Rest(edge, TestCertificates.directory());
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            GET    | /v1/nothing                 |                                        | 404 | NOT_FOUND          | PATH_UNKNOWN          | no such path
            GET    | /v1/products/a:b            |                                        | 404 | NOT_FOUND          | PATH_UNKNOWN          | no such path
            DELETE | /v1/products/chai           |                                        | 405 | UNIMPLEMENTED      | METHOD_NOT_ALLOWED    | method: DELETE (expected: GET, PATCH)
            GET    | /v1/products/chai:adjust    |                                        | 405 | UNIMPLEMENTED      | METHOD_NOT_ALLOWED    | method: GET (expected: POST)
            GET    | /v1/products?x=1            |                                        | 400 | INVALID_ARGUMENT   | PARAMETER_UNKNOWN     | x: no such parameter
            GET    | /v1/products?pageSize=many  |                                        | 400 | INVALID_ARGUMENT   | VALUE_MALFORMED       | page_size: "many" (expected: a value of its type)
            GET    | /v1/returns?state=GONE      |                                        | 400 | INVALID_ARGUMENT   | VALUE_MALFORMED       | state: "GONE" (expected: a value of its type)
            POST   | /v1/products/chai:adjust    | {"chance":1}                           | 400 | INVALID_ARGUMENT   | FIELD_UNKNOWN         | chance: no such field
            POST   | /v1/products                | {"stock":{"on_hand":1,"onhand":1}}     | 400 | INVALID_ARGUMENT   | FIELD_UNKNOWN         | stock.onhand: no such field
            POST   | /v1/products/chai:adjust    | {"productId":{},"change":1}            | 400 | INVALID_ARGUMENT   | FIELD_TWICE           | productId: another value (expected: chai, as elsewhere in the request)
            POST   | /v1/products/chai:adjust    | {"requestId":"1","request_id":"2"}     | 400 | INVALID_ARGUMENT   | FIELD_TWICE           | requestId: under both of its names (expected: one)
            POST   | /v1/products/chai:adjust    | {"üx":1}                           | 400 | INVALID_ARGUMENT   | FIELD_UNKNOWN         | ??x: no such field
            POST   | /v1/products                | []                                     | 400 | INVALID_ARGUMENT   | BODY_MALFORMED        | body: no object (expected: one JSON object)
            GET    | /v1/products                | {}                                     | 400 | INVALID_ARGUMENT   | BODY_UNEXPECTED       | body: (expected: none)
            PATCH  | /v1/products/chai           | {"name":"a"}                           | 400 | INVALID_ARGUMENT   | UPDATE_MASK_MISSING   | updateMask: (expected: the names of the fields to change)
            PATCH  | /v1/products/chai?updateMask= | {"name":"a"}                         | 400 | INVALID_ARGUMENT   | UPDATE_MASK_MISSING   | updateMask: (expected: the names of the fields to change)
            POST   | /v1/products                | {"name":"a","name":"b"}                | 400 | INVALID_ARGUMENT   | BODY_MALFORMED        | body: a name that is there twice at byte 19 (expected: one JSON object)
            POST   | /v1/products                | {"name":"a"                            | 400 | INVALID_ARGUMENT   | BODY_MALFORMED        | body: no comma at byte 12 (expected: one JSON object)
            POST   | /v1/products                | {"name":"a"} {}                        | 400 | INVALID_ARGUMENT   | BODY_MALFORMED        | body: more than one value at byte 13 (expected: one JSON object)
            POST   | /v1/products                | [1]                                    | 400 | INVALID_ARGUMENT   | BODY_MALFORMED        | body: no object (expected: one JSON object)
            POST   | /v1/products/chai:adjust    | {"product_id":"tea","change":1}        | 400 | INVALID_ARGUMENT   | FIELD_TWICE           | productId: tea (expected: chai, as elsewhere in the request)
            PATCH  | /v1/products/chai?updateMask=name | {"productId":"tea"}                 | 400 | INVALID_ARGUMENT   | FIELD_TWICE           | productId: tea (expected: chai, as elsewhere in the request)
            PATCH  | /v1/products/chai?=updateMask=name | {"name":"a"}                    | 400 | INVALID_ARGUMENT   | UPDATE_MASK_MISSING   | updateMask: (expected: the names of the fields to change)
            GET    | /v1/products/chai?productId=tea |                                    | 400 | INVALID_ARGUMENT   | FIELD_TWICE           | productId: in the path and in the query (expected: in the path)
            GET    | /v1/products/chai?product_id=tea |                                   | 400 | INVALID_ARGUMENT   | FIELD_TWICE           | productId: in the path and in the query (expected: in the path)
            GET    | /v1/products/chai?readMask=name&productId.=tea |                     | 400 | INVALID_ARGUMENT   | FIELD_TWICE           | productId: in the path and in the query (expected: in the path)
            GET    | /v1/products/chai?product%49d=tea |                                  | 400 | INVALID_ARGUMENT   | FIELD_TWICE           | productId: in the path and in the query (expected: in the path)
            GET    | /v1/products/chai/inventoryEvents?productId=tea |                    | 400 | INVALID_ARGUMENT   | FIELD_TWICE           | productId: in the path and in the query (expected: in the path)
            POST   | /v1/returns/r:cancel?returnId=s | {}                                 | 400 | INVALID_ARGUMENT   | FIELD_TWICE           | returnId: in the path and in the query (expected: in the path)
            PATCH  | /v1/products/chai?updateMask=name&product.productId=tea | {"name":"a"} | 400 | INVALID_ARGUMENT | FIELD_TWICE          | product.productId: in the path and in the query (expected: in the path)
            PATCH  | /v1/products/chai?updateMask=name&product.name=b | {"name":"a"}      | 400 | INVALID_ARGUMENT   | FIELD_TWICE           | name: in the query and in the body (expected: one of them)
            POST   | /v1/products/chai:adjust?change=2 | {"change":1}                     | 400 | INVALID_ARGUMENT   | FIELD_TWICE           | change: in the query and in the body (expected: one of them)
            GET    | /v1/products?pageSize=1&page_size=2 |                                | 400 | INVALID_ARGUMENT   | FIELD_TWICE           | pageSize: twice in the query (expected: once)
            GET    | /v1/products:batchGet?productIds=a&product_ids=b |                   | 503 | UNAVAILABLE        | UNAVAILABLE           | the service cannot be reached
            GET    | /v1/products                |                                        | 503 | UNAVAILABLE        | UNAVAILABLE           | the service cannot be reached
            GET    | /v1/returns                 |                                        | 503 | UNAVAILABLE        | UNAVAILABLE           | the service cannot be reached
            """)
    void request_thatTheEdgeRefuses_isAProblem( // REST-3 REST-4
            String verb, String path, String body, int status, String code, String reason, String detail) {
        Rest.Answer answer = body == null ? rest.call(verb, path, "", TOKEN) : rest.call(verb, path, body, with(JSON));
        assertProblem(answer, status, code, reason, detail);
    }

    @Test
    void request_methodThatAPathHasNot_hearsWhichItHas() { // REST-4
        assertThat(rest.call("PUT", "/v1/products/chai", "", TOKEN).headers().allValues("allow"))
                .containsExactly("GET, PATCH");
    }

    @Test
    void request_ofAHeadAlone_getsNoBodyThatTheNextAnswerBeginsWith() { // REST-4
        String answers = new Http1(edge.port())
                .send("HEAD /v1/products HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer a.b.c\r\n\r\n"
                        + Http1.get("/v1/nothing"));
        assertThat(answers.substring(answers.indexOf("\r\n\r\n") + 4)).startsWith("HTTP/1.1 404 ");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/products/a%2Fb, x-h: 1, 400, INVALID_ARGUMENT, REQUEST_MALFORMED",
        "/v1/products, x_odd: 1, 400, INVALID_ARGUMENT, REQUEST_MALFORMED",
        "/v1/products, x-large: %s, 431, RESOURCE_EXHAUSTED, HEADERS_TOO_LARGE"
    })
    void request_thatNoFilterHears_isAProblem(String path, String header, int status, String code, String reason)
            throws IOException { // REST-3 EDGE-4
        String answer = new Http1(edge.port()).send(Http1.get(path, header.replace("%s", "x".repeat(8 * 1024))));
        assertThat(answer).startsWith("HTTP/1.1 " + status).contains("\r\ncontent-type: application/problem+json\r\n");
        JsonNode problem = new ObjectMapper().readTree(answer.substring(answer.indexOf("\r\n\r\n")));
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("code").asText()).isEqualTo(code);
        assertThat(problem.path("reason").asText()).isEqualTo(reason);
        assertThat(problem.path("detail").asText()).isNotEmpty();
    }

    @Test
    void request_bodyOfAnotherKind_isRefused() { // REST-3
        String detail = "content-type: (expected: application/json in UTF-8, not compressed)";
        for (Map<String, String> headers : List.of(
                Map.<String, String>of(),
                Map.of("content-type", "text/plain"),
                Map.of("content-type", "application/jsonx"),
                Map.of("content-type", "application/json; charset=latin1"),
                Map.of("content-type", "application/json", "content-encoding", "gzip"))) {
            assertProblem(
                    rest.call("POST", "/v1/products", "{}", with(headers)),
                    415,
                    "INVALID_ARGUMENT",
                    "MEDIA_TYPE_UNSUPPORTED",
                    detail);
        }
    }

    @Test
    void request_bodyTooLarge_isRefused() { // REST-3
        assertProblem(
                rest.call("POST", "/v1/products", " ".repeat(70_000), with(JSON)),
                413,
                "RESOURCE_EXHAUSTED",
                "BODY_TOO_LARGE",
                "the body is too large (expected: at most 65536 bytes)");
    }

    @Test
    void request_bodyAsLargeAsMayBe_goesOn() { // REST-3
        String body = "{\"change\":1,%s\"requestId\":\"1\"}".formatted(" ".repeat(65_000));
        assertProblem(
                rest.call("POST", "/v1/products/chai:adjust", body, with(JSON)),
                503,
                "UNAVAILABLE",
                "UNAVAILABLE",
                "the service cannot be reached");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            x-request-timeout-ms | 0    | /v1/products/chai:adjust | TIMEOUT_MALFORMED         | x-request-timeout-ms: (expected: 1 to 999999999)
            x-request-timeout-ms | soon | /v1/products/chai:adjust | TIMEOUT_MALFORMED         | x-request-timeout-ms: (expected: 1 to 999999999)
            idempotency-key      | a&b  | /v1/products/chai:adjust | IDEMPOTENCY_KEY_MALFORMED | idempotency-key: (expected: a UUID)
            idempotency-key      | %s   | /v1/products/chai:adjust?requestId=1 | FIELD_TWICE   | requestId: in the query and as idempotency-key (expected: one of them)
            idempotency-key      | %s   | /v1/products/chai:adjust?request%%49d=1 | FIELD_TWICE | requestId: in the query and as idempotency-key (expected: one of them)
            idempotency-key      | "%s" | /v1/products/chai:adjust | FIELD_TWICE               | requestId: 1 (expected: %s, as elsewhere in the request)
            """)
    void header_malformed_isRefused(String name, String value, String path, String reason, String detail) { // REST-5
        Map<String, String> headers = new HashMap<>(with(JSON));
        headers.put(name, value.formatted(ID));
        assertProblem(
                rest.call("POST", path.replace("%%", "%"), "{\"change\":1,\"requestId\":\"1\"}", headers),
                400,
                "INVALID_ARGUMENT",
                reason,
                detail.formatted(ID));
    }

    @Test
    void request_withoutToken_hearsThatOneIsWanted() { // REST-7 TOK-1
        Rest.Answer answer = rest.call("POST", "/v1/products", "no JSON at all", Map.of());
        assertProblem(answer, 401, "UNAUTHENTICATED", "TOKEN_INVALID", "the access token is missing or refused");
        assertThat(answer.headers().firstValue("www-authenticate")).hasValue("Bearer realm=\"polyrpc\"");
    }

    @Test
    void request_tooMany_hearsWhenToComeAgain(@TempDir Path other) throws IOException { // EDGE-5 REST-6
        try (Edge limited = Edge.start(other, Map.of("CALLS", "1"))) {
            Rest client = new Rest(limited, TestCertificates.directory());
            Rest.Answer answer = client.get("/v1/products", TOKEN);
            for (int i = 0; i < 20 && answer.status() != 429; i++) {
                answer = client.get("/v1/products", TOKEN);
            }
            assertProblem(answer, 429, "RESOURCE_EXHAUSTED", "RATE_LIMITED", "too many requests");
            assertThat(answer.headers().firstValue("retry-after")).hasValue("1");
            assertThat(answer.body().path("retryAfterMs").asInt()).isEqualTo(1000);
        }
    }

    private static Map<String, String> with(Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(TOKEN);
        all.putAll(headers);
        return all;
    }

    private static void assertProblem(Rest.Answer answer, int status, String code, String reason, String detail) {
        JsonNode problem = answer.body();
        assertThat(problem.path("detail").asText()).isEqualTo(detail);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.type()).isEqualTo("application/problem+json");
        assertThat(problem.path("type").asText()).isEqualTo("about:blank");
        assertThat(problem.path("title").asText()).isNotEmpty();
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("code").asText()).isEqualTo(code);
        assertThat(problem.path("reason").asText()).isEqualTo(reason);
        assertThat(problem.path("requestId").asText())
                .isNotEmpty()
                .isEqualTo(answer.headers().firstValue("x-request-id").orElse(""));
        assertThat(answer.headers().map()).doesNotContainKeys("x-problem-reason", "grpc-status", "grpc-message");
        if (status == 503) {
            assertThat(answer.headers().firstValue("retry-after")).hasValue("1");
        }
    }
}
