package dev.polyrpc.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.kit.testing.TestPolicy;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The policy file comes to deny somebody while the gateway runs. */
final class GatewayDenialTest {
    private static final String WATCH = "subscription { inventoryChanged { position } }";
    private static final Duration SECONDS = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private Path policy;
    private GatewayUnderTest gateway;

    @BeforeEach
    void start() throws IOException {
        policy = folder.resolve("policy.json");
        deny("");
        gateway = GatewayUnderTest.start(Map.of("POLYRPC_GATEWAY_POLICY", policy.toString()));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void request_ofADeniedClient_is403UntilItIsNoLonger() throws Exception { // GQL-15
        String bobs = gateway.issuer.token("bob", "gateway", "product:read");
        assertThat(ask(bobs).statusCode()).isEqualTo(200);
        deny("\"bob\"");
        Eventually.within(SECONDS, () -> ask(bobs).statusCode() == 403); // a token that was verified before

        HttpResponse<String> refused =
                ask(gateway.issuer.token("bob", "gateway", "product:write")); // and one that was not
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(GatewayUnderTest.json(refused)
                        .at("/errors/0/extensions/code")
                        .asText())
                .isEqualTo("FORBIDDEN");
        assertThat(GatewayUnderTest.json(refused)
                        .at("/errors/0/extensions/reason")
                        .asText())
                .isEqualTo("PEER_NOT_ALLOWED");
        assertThat(ask(gateway.issuer.token("alice", "gateway", "product:read")).statusCode())
                .isEqualTo(200);

        deny("");
        Eventually.within(SECONDS, () -> ask(bobs).statusCode() == 200);
    }

    @Test
    void request_byOrThroughADeniedClient_is403() throws Exception { // GQL-15
        deny("\"bob\"");
        String issuedToHim = gateway.issuer.token(claims -> {
            claims.putAll(Map.of("sub", "alice", "aud", "gateway.polyrpc.test", "scope", "product:read"));
            claims.put("client_id", "bob");
        });
        String throughHim = gateway.issuer.token(claims -> {
            claims.putAll(Map.of("sub", "alice", "aud", "gateway.polyrpc.test", "scope", "product:read"));
            claims.put("act", Map.of("sub", "bob"));
        });
        Eventually.within(SECONDS, () -> ask(issuedToHim).statusCode() == 403);

        assertThat(ask(throughHim).statusCode()).isEqualTo(403);
    }

    @Test
    void subscription_ofADeniedClient_ends_andNobodyElses() throws Exception { // GQL-15
        try (SocketClient alices = gateway.aliceOn(gateway.socket());
                SocketClient bobs = gateway.socket().init(gateway.issuer.token("bob", "gateway", "product:read"))) {
            alices.subscribe("1", WATCH);
            bobs.subscribe("1", WATCH);
            Eventually.holds(() -> gateway.products.watches.requests().size() == 2);
            deny("\"bob\"");

            assertThat(bobs.closeCode()).isEqualTo(4403);
            gateway.products.watches.publish(1);
            assertThat(alices.next()
                            .at("/payload/data/inventoryChanged/position")
                            .asLong())
                    .isEqualTo(1);
        }
        try (SocketClient again = gateway.socket()) {
            again.send("{\"type\": \"connection_init\", \"payload\": {\"authorization\": \"Bearer %s\"}}"
                    .formatted(gateway.issuer.token("bob", "gateway", "product:read")));
            assertThat(again.closeCode()).isEqualTo(4403);
        }
    }

    @Test
    void backend_denied_isCutOffAndCalledNoMore() throws Exception { // TLS-16
        try (SocketClient socket = gateway.aliceOn(gateway.socket())) {
            gateway.run("{ product(id: \"p-1\") { name } }");
            socket.subscribe("1", WATCH);
            Eventually.holds(() -> gateway.products.watches.open() == 1);
            deny("\"product-mgmt\"");
            Eventually.within(SECONDS, () -> gateway.products.watches.open() == 0); // its connection was cut
            gateway.products.backend.reset();

            assertThat(gateway.run("{ product(id: \"p-1\") { name } }")
                            .at("/errors/0/extensions/code")
                            .asText())
                    .isEqualTo("SERVICE_UNAVAILABLE");
            assertThat(gateway.products.backend.calls()).isEqualTo(List.of());
        }
    }

    private HttpResponse<String> ask(String token) {
        return gateway.send(gateway.request()
                .setHeader("authorization", "Bearer " + token)
                .POST(GatewayUnderTest.body("{ __typename }", Map.of()))
                .build());
    }

    private void deny(String names) throws IOException {
        String text = Files.readString(TestPolicy.file());
        assertThat(text).contains("\"denied\": []");
        Path draft = folder.resolve("policy.draft");
        Files.writeString(draft, text.replace("\"denied\": []", "\"denied\": [%s]".formatted(names)));
        Files.move(draft, policy, StandardCopyOption.ATOMIC_MOVE);
    }
}
