package dev.polyrpc.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.polyrpc.benchmark.load.GraphqlRequests;
import dev.polyrpc.benchmark.server.Kind;
import dev.polyrpc.benchmark.stack.ChildProcess;
import dev.polyrpc.benchmark.stack.Workshop;
import dev.polyrpc.kit.tls.TlsIdentity;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The servers that the gateway is compared with do the same work: the same answers, for callers with a token alone. */
class GraphServersIT {
    private static final List<Kind> KINDS = List.of(Kind.GRAPHQL_MEMORY, Kind.GRAPHQL_VERTX, Kind.GRAPHQL_ARMERIA);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private static Path folder;

    private static final Map<Kind, ChildProcess> SERVERS = new EnumMap<>(Kind.class);
    private static Workshop workshop;
    private static HttpClient http;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        workshop = Workshop.open(Path.of(".."), folder.resolve("work"));
        for (Kind kind : KINDS) {
            SERVERS.put(kind, workshop.graph(kind.name(), kind));
        }
        http = HttpClient.newBuilder()
                .sslContext(TlsIdentity.load(workshop.certificates(), "alice").https("gateway"))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    @AfterAll
    static void stop() {
        workshop.close();
    }

    @Test
    void returns_fromEachServer_areTheSame() throws Exception {
        String token = workshop.tokens().queries(1).get(0);
        JsonNode ours = JSON.readTree(
                ask(Kind.GRAPHQL_MEMORY, GraphqlRequests.RETURNS, token).body());
        assertThat(ours.at("/data/returns/nodes")).hasSize(50);
        assertThat(ours.at("/data/returns/nodes/49/product/stock/onHand").asInt())
                .isEqualTo(39);
        for (Kind kind : KINDS) {
            assertThat(JSON.readTree(ask(kind, GraphqlRequests.RETURNS, token).body()))
                    .as(kind.name())
                    .isEqualTo(ours);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GRAPHQL_MEMORY", "GRAPHQL_VERTX", "GRAPHQL_ARMERIA"})
    void typename_withoutAGoodToken_isRefused(Kind kind) throws Exception {
        String token = workshop.tokens().queries(1).get(0);
        String forged = token.substring(0, token.length() - 4) + "AAAA";
        assertThat(ask(kind, GraphqlRequests.TYPENAME, token).body())
                .isEqualTo("{\"data\":{\"__typename\":\"Query\"}}");
        assertThat(ask(kind, GraphqlRequests.TYPENAME, forged).statusCode()).isEqualTo(401);
        assertThat(ask(kind, GraphqlRequests.TYPENAME, "").statusCode()).isEqualTo(401);
    }

    private static HttpResponse<String> ask(Kind kind, String query, String token)
            throws IOException, InterruptedException {
        ChildProcess server = Objects.requireNonNull(SERVERS.get(kind), "server");
        URI uri = URI.create("https://localhost:%d/graphql".formatted(server.port("https")));
        return http.send(
                HttpRequest.newBuilder(uri)
                        .header("content-type", "application/json")
                        .header("authorization", "Bearer " + token)
                        .POST(BodyPublishers.ofString(GraphqlRequests.body(query, "{}")))
                        .build(),
                BodyHandlers.ofString());
    }
}
