package dev.polyrpc.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GatewayGraphiqlTest {
    private static final Pattern PART = Pattern.compile("(?:src|href)=\"([^\"]+)\"");

    @Test
    void page_loadsFromTheGatewayAlone_andAllThatItNames() {
        try (GatewayUnderTest gateway = GatewayUnderTest.start()) {
            HttpResponse<String> page = get(gateway, "/graphiql");
            List<String> parts = PART.matcher(page.body())
                    .results()
                    .map(part -> part.group(1))
                    .filter(part -> !part.startsWith("data:"))
                    .toList();

            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
                    .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
                    .doesNotContain("unsafe", "http");
            assertThat(parts)
                    .hasSize(6)
                    .allSatisfy(part -> assertThat(part).startsWith("/graphiql/"))
                    .allSatisfy(
                            part -> assertThat(get(gateway, part).statusCode()).isEqualTo(200));
            assertThat(get(gateway, "/graphiql/other").statusCode()).isEqualTo(404);
            assertThat(get(gateway, "/graphiql/..%2fschema/gateway.graphqls").statusCode())
                    .isEqualTo(404);
            assertThat(gateway.send(gateway.request()
                                    .uri(gateway.uri("").resolve("/graphiql"))
                                    .POST(BodyPublishers.noBody())
                                    .build())
                            .statusCode())
                    .isEqualTo(405);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"gzip | true", "br, gzip;q=0.8 | true", "gzip;q=0, br | false", "identity | false", "xgzip | false"
            })
    void script_isCompressedForWhoTakesThat(String encodings, boolean compressed) throws Exception {
        try (GatewayUnderTest gateway = GatewayUnderTest.start()) {
            URI script = gateway.uri("").resolve("/graphiql/graphiql.min.js");
            byte[] plain = bytes(gateway, HttpRequest.newBuilder(script)).body();
            HttpResponse<byte[]> answer =
                    bytes(gateway, HttpRequest.newBuilder(script).header("accept-encoding", encodings));

            assertThat(answer.headers().firstValue("content-encoding").isPresent())
                    .isEqualTo(compressed);
            assertThat(answer.headers().firstValue("vary")).contains("accept-encoding");
            if (compressed) {
                assertThat(answer.body()).hasSizeLessThan(plain.length / 3);
                assertThat(new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes())
                        .isEqualTo(plain);
            }
        }
    }

    @Test
    void page_inProduction_isNotThere() {
        try (GatewayUnderTest strict =
                GatewayUnderTest.start(Map.of("POLYRPC_PROFILE", "production", "POLYRPC_GATEWAY_DOCUMENTS", "any"))) {
            assertThat(get(strict, "/graphiql").statusCode()).isEqualTo(404);
        }
    }

    private static HttpResponse<byte[]> bytes(GatewayUnderTest gateway, HttpRequest.Builder request) throws Exception {
        return gateway.http().send(request.build(), BodyHandlers.ofByteArray());
    }

    private static HttpResponse<String> get(GatewayUnderTest gateway, String path) {
        return gateway.send(
                HttpRequest.newBuilder(gateway.uri("").resolve(path)).build());
    }
}
