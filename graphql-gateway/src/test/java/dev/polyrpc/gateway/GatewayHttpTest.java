package dev.polyrpc.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.polyrpc.kit.testing.TestCertificates;
import graphql.introspection.IntrospectionQuery;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GatewayHttpTest {
    @RegisterExtension
    static final GatewayUnderTest gateway = GatewayUnderTest.start();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "7",
                "null",
                "{}",
                "[{\"query\":\"{ __typename }\"}]",
                "{\"query\":7}",
                "{\"query\":\" \"}",
                "{\"query\":\"{ __typename }\",\"variables\":[]}",
                "{\"query\":\"{ __typename }\",\"operationName\":{}}",
                "{\"query\":\"{ __typename }\",\"query\":\"{ __typename }\"}",
                "{\"query\":\"{ __typename }\"} {}"
            })
    void body_malformed_is400(String body) { // GQL-1
        HttpResponse<String> answer = post(body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(code(answer)).isEqualTo("BAD_USER_INPUT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"query=%ZZ", "query=%", "%Q=1", "query=%7B__typename%7D&variables=%2"})
    void queryString_malformed_is400(String query) throws Exception { // GQL-1
        for (String method : List.of("GET", "POST")) {
            String answer = raw(
                    "%s /graphql?%s HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n".formatted(method, query));

            assertThat(answer).startsWith("HTTP/1.1 400 ").contains("PARAMETER_MALFORMED", "BAD_USER_INPUT");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "{ returns {, GRAPHQL_PARSE_FAILED",
        "{ nonsense }, GRAPHQL_VALIDATION_FAILED",
        "{ product { name } }, GRAPHQL_VALIDATION_FAILED",
        "{ product(id: [) }, GRAPHQL_PARSE_FAILED"
    })
    void document_invalid_is400Or200ByMediaType(String query, String code) { // GQL-2
        HttpRequest.BodyPublisher body = GatewayUnderTest.body(query, Map.of());
        HttpResponse<String> now = gateway.send(gateway.request().POST(body).build());
        HttpResponse<String> older = gateway.send(gateway.request()
                .setHeader("accept", "application/json")
                .POST(body)
                .build());

        assertThat(now.statusCode()).isEqualTo(400);
        assertThat(now.headers().firstValue("content-type"))
                .contains("application/graphql-response+json; charset=utf-8");
        assertThat(older.statusCode()).isEqualTo(200);
        assertThat(older.headers().firstValue("content-type")).contains("application/json; charset=utf-8");
        assertThat(code(now)).isEqualTo(code);
        assertThat(GatewayUnderTest.json(now).has("data")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "{\"a\":1}", "[1,2]"})
    void variables_thatDoNotFit_is400(String value) { // GQL-2
        HttpResponse<String> answer = post(
                "{\"query\":\"query($n: Int) { returns(first: $n) { nodes { returnId } } }\",\"variables\":{\"n\":%s}}"
                        .formatted(value.equals("x") ? "\"x\"" : value));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(code(answer)).isEqualTo("BAD_USER_INPUT");
        assertThat(answer.body()).doesNotContain("Map", "List", "java");
        assertThat(gateway.returns.backend.calls()).isEmpty();
    }

    @Test
    void body_tooLong_is413() { // GQL-5
        String long300k = "{\"query\":\"%s{ __typename }\"}".formatted(" ".repeat(300 * 1024));

        assertThat(post(long300k).statusCode()).isEqualTo(413);
        HttpResponse<String> unannounced = gateway.send(gateway.request()
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(long300k)))
                .build());
        assertThat(unannounced.statusCode()).isEqualTo(413);
        assertThat(post("{\"query\":\"{ __typename }\"}").statusCode()).isEqualTo(200);
    }

    @Test
    void mutation_byGet_is405() { // GQL-6
        String two =
                "query Read { __typename } mutation Write { adjustInventory(input: {productId: \"p-1\", change: 1, "
                        + "requestId: \"00000000-0000-4000-8000-000000000001\"}) { event { position } } }";
        HttpResponse<String> write = get("?query=%s&operationName=Write".formatted(encoded(two)));
        HttpResponse<String> read = get("?query=%s&operationName=Read".formatted(encoded(two)));

        assertThat(write.statusCode()).isEqualTo(405);
        assertThat(write.headers().firstValue("allow")).contains("POST");
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(gateway.products.backend.calls()).isEmpty();
    }

    @Test
    void query_byGetWithVariables_runs() {
        HttpResponse<String> answer = get("?query=%s&variables=%s"
                .formatted(encoded("query($id: ID!) { product(id: $id) { name } }"), encoded("{\"id\":\"p-5\"}")));

        assertThat(GatewayUnderTest.json(answer).at("/data/product/name").asText())
                .isEqualTo("Product p-5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/graphql",
                "application/x-www-form-urlencoded",
                "application/json; charset=utf-16"
            })
    void contentType_other_is415(String type) { // GQL-7
        HttpRequest request = gateway.request()
                .setHeader("content-type", type)
                .POST(BodyPublishers.ofString("{\"query\":\"{ __typename }\"}"))
                .build();

        assertThat(gateway.send(request).statusCode()).isEqualTo(415);
    }

    @Test
    void method_other_is405_path_other_is404_accept_other_is406() {
        HttpRequest.BodyPublisher body = GatewayUnderTest.body("{ __typename }", Map.of());

        assertThat(gateway.send(gateway.request().PUT(body).build()).statusCode())
                .isEqualTo(405);
        assertThat(gateway.send(gateway.request()
                                .uri(gateway.uri("x"))
                                .POST(body)
                                .build())
                        .statusCode())
                .isEqualTo(404);
        assertThat(gateway.send(gateway.request()
                                .setHeader("accept", "text/html")
                                .POST(body)
                                .build())
                        .statusCode())
                .isEqualTo(406);
    }

    @Test
    void document_overALimit_is400BeforeAnyResolver() { // GQL-3 depth, fields, aliases, root fields, tokens
        String event = "events { product { ".repeat(6) + "name" + " } }".repeat(6);
        Map<String, String> documents = Map.of(
                "depth", "{ product(id: \"p-1\") { %s } }".formatted(event),
                "fields", "{ product(id: \"p-1\") { %s } }".formatted("name ".repeat(500)),
                "aliases", "{ product(id: \"p-1\") { %s } }".formatted(aliases(51)),
                "root fields", "{ %s }".formatted("__typename ".repeat(11)),
                "tokens", "{ product(id: \"p-1\") { %s } }".formatted("name ".repeat(3000)));
        documents.forEach((limit, document) -> {
            HttpResponse<String> answer = gateway.send(gateway.request()
                    .POST(GatewayUnderTest.body(document, Map.of()))
                    .build());

            assertThat(answer.statusCode()).as(limit).isEqualTo(400);
            assertThat(answer.body()).contains(limit);
        });
        assertThat(gateway.products.backend.calls()).isEmpty();
    }

    @Test
    void fragments_thatDouble_are400() { // GQL-4
        StringBuilder document = new StringBuilder("{ product(id: \"p-1\") { ...f0 } }");
        for (int i = 0; i < 40; i++) {
            document.append(" fragment f%d on Product { ...f%d ...f%d }".formatted(i, i + 1, i + 1));
        }
        document.append(" fragment f40 on Product { name }");
        HttpResponse<String> answer = gateway.send(gateway.request()
                .POST(GatewayUnderTest.body(document.toString(), Map.of()))
                .build());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("fields");
    }

    @Test
    void introspection_usualQuery_runs() {
        JsonNode answer = gateway.run(IntrospectionQuery.INTROSPECTION_QUERY);

        assertThat(answer.at("/data/__schema/types")).hasSizeGreaterThan(10);
    }

    @Test
    void production_tellsNoNameThatTheDocumentDoesNotSay() { // GQL-2 GQL-3
        Map<String, String> misspelt = Map.of(
                "{ __schema { types { name } } }", "ReturnState",
                "{ retuns { nodes { returnId } } }", "returns",
                "{ product(id: 1) { nam } }", "name",
                "{ products(frist: 1) { nodes { name } } }", "first",
                "{ returns(state: QUARANTIED) { nodes { returnId } } }", "QUARANTINED",
                "{ node(id: 1) { ... on Produc { name } } }", "Product ",
                "mutation { inspectReturn(input: {retunId: 1}) { return { state } } }", "returnId",
                "{ product(id: 1) { stock } }", "onHand",
                "query($s: RetunState) { returns(state: $s) { nodes { state } } }", "ReturnState");
        try (GatewayUnderTest strict =
                GatewayUnderTest.start(Map.of("POLYRPC_PROFILE", "production", "POLYRPC_GATEWAY_DOCUMENTS", "any"))) {
            misspelt.forEach((document, name) -> {
                HttpResponse<String> answer = strict.send(strict.request()
                        .POST(GatewayUnderTest.body(document, Map.of()))
                        .build());

                assertThat(answer.statusCode()).as(document).isEqualTo(400);
                assertThat(answer.body()).as(document).doesNotContain(name).doesNotContainIgnoringCase("did you mean");
            });
        }
    }

    @Test
    void timeLimit_malformed_is400() {
        HttpRequest request = gateway.request()
                .header("x-request-timeout-ms", "-1")
                .POST(GatewayUnderTest.body("{ __typename }", Map.of()))
                .build();

        assertThat(gateway.send(request).statusCode()).isEqualTo(400);
    }

    private static String aliases(int count) {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < count; i++) {
            fields.append("a").append(i).append(": name ");
        }
        return fields.toString();
    }

    private static HttpResponse<String> post(String body) {
        return gateway.send(
                gateway.request().POST(BodyPublishers.ofString(body)).build());
    }

    /** Sends what no client library agrees to send, and reads until the server closes. */
    private static String raw(String request) throws Exception {
        SSLSocketFactory sockets =
                TestCertificates.identity("alice").https("gateway").getSocketFactory();
        try (Socket socket = sockets.createSocket("localhost", gateway.uri("").getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static HttpResponse<String> get(String query) {
        return gateway.send(gateway.request().uri(gateway.uri(query)).GET().build());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String code(HttpResponse<String> answer) {
        return GatewayUnderTest.json(answer).at("/errors/0/extensions/code").asText();
    }
}
