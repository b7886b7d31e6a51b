package dev.polyrpc.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.kit.testing.TestKeycloak;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class GatewayOtherIssuerTest {
    private static TestKeycloak keycloak;
    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() {
        keycloak = TestKeycloak.start();
        gateway = GatewayUnderTest.start(
                Map.of("POLYRPC_GATEWAY_ISSUERS", keycloak.profile().toString()));
        gateway.issuer.naming(keycloak.issuer(), "keycloak");
    }

    @AfterAll
    static void stop() {
        gateway.close();
        keycloak.close();
    }

    @BeforeEach
    void reset() throws Exception {
        gateway.reset();
    }

    @Test
    void query_withItsToken_reachesBackendsAsItsSubject() { // TOK-26
        HttpResponse<String> answer =
                ask(keycloak.token("alice", "product:read", "returns:read"), "{ product(id: \"p-1\") { name } }");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(GatewayUnderTest.json(answer).at("/data/product/name").asText())
                .isEqualTo("Product p-1");
        assertThat(gateway.products.backend.calls())
                .extracting(Backend.Call::subject, Backend.Call::actors)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("keycloak:alice", List.of("gateway")));
    }

    @Test
    void query_withOurToken_isServedBeside() {
        assertThat(ask(gateway.issuer.token("alice", "gateway", "product:read"), "{ __typename }")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void query_withATokenThatIsNotForUs_is401() { // TOK-27, TOK-30
        for (String token : List.of(
                keycloak.token(header -> {}, claims -> claims.put("aud", "account")),
                keycloak.token(header -> {}, claims -> claims.put("typ", "ID")),
                keycloak.token(header -> header.put("kid", "test-key"), claims -> {}),
                keycloak.token(header -> header.put("typ", "at+jwt"), claims -> {
                    claims.put("iss", gateway.issuer.issuer());
                    claims.put("client_id", "alice");
                }),
                gateway.issuer.token(
                        header -> header.put("typ", "JWT"),
                        claims -> claims.putAll(
                                Map.of("iss", keycloak.issuer(), "aud", "gateway.polyrpc.test", "typ", "Bearer"))))) {
            assertThat(ask(token, "{ __typename }").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void query_boundToken_is401() { // TOK-22: this port asks for no certificate
        String bound = gateway.issuer.token(claims -> {
            claims.put("aud", "gateway.polyrpc.test");
            claims.put("cnf", Map.of("x5t#S256", "A".repeat(43)));
        });

        for (int i = 0; i < 2; i++) { // the second time it is known
            assertThat(ask(bound, "{ __typename }").statusCode()).isEqualTo(401);
        }
    }

    private static HttpResponse<String> ask(String token, String query) {
        return gateway.send(gateway.request()
                .setHeader("authorization", "Bearer " + token)
                .POST(GatewayUnderTest.body(query, Map.of()))
                .build());
    }
}
