package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.kit.tls.TlsIdentity;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes of requests that are no calls of gRPC: through a sidecar they get the service's own answer. */
@EnabledIfSystemProperty(named = "polyrpc.sidecars", matches = "true")
class SidecarHttpIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @RegisterExtension
    static final Landscape landscape = new Landscape(Built.TOKEN, Built.PRODUCT_MGMT);

    @ParameterizedTest
    @CsvSource({
        "POST,,415",
        "POST,text/plain,415",
        "POST,application/json,415",
        "GET,,415",
        "GET,application/grpc,405",
        "PUT,application/grpc,405"
    })
    void request_noCall_isAnsweredByTheService(String verb, String type, int status) // RPC-1 RPC-2
            throws Exception {
        Sidecar sidecar = landscape.sidecar(Built.PRODUCT_MGMT);
        long before = sidecar.stat("cluster.service.upstream_rq_total");
        HttpResponse<String> answer = send(verb, type, "");
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().map()).doesNotContainKey("server");
        assertThat(sidecar.stat("cluster.service.upstream_rq_total")).isEqualTo(before + 1);
    }

    @Test
    void request_noCallWithAQuery_isNotHandedOn() throws Exception { // TOK-25: it may hold a token
        Sidecar sidecar = landscape.sidecar(Built.PRODUCT_MGMT);
        long before = sidecar.stat("cluster.service.upstream_rq_total");
        assertThat(send("GET", null, "?access_token=x").headers().firstValue("grpc-status"))
                .hasValue("12");
        assertThat(sidecar.stat("cluster.service.upstream_rq_total")).isEqualTo(before);
    }

    private static HttpResponse<String> send(String verb, String type, String query) throws Exception {
        URI uri = URI.create("https://localhost:%d/polyrpc.product.v1.ProductMgmtService/GetProduct%s"
                .formatted(landscape.port(Built.PRODUCT_MGMT), query));
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(LIMIT)
                .method(verb, verb.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString("{}"));
        if (type != null) {
            request.header("content-type", type);
        }
        return HttpClient.newBuilder()
                .sslContext(TlsIdentity.load(landscape.certificates(), "alice").https("product-mgmt"))
                .build()
                .send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
