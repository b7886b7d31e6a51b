package dev.polyrpc.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

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

    @Test
    void page_inProduction_isNotThere() {
        try (GatewayUnderTest strict = GatewayUnderTest.start(Map.of("POLYRPC_PROFILE", "production"))) {
            assertThat(get(strict, "/graphiql").statusCode()).isEqualTo(404);
        }
    }

    private static HttpResponse<String> get(GatewayUnderTest gateway, String path) {
        return gateway.send(
                HttpRequest.newBuilder(gateway.uri("").resolve(path)).build());
    }
}
