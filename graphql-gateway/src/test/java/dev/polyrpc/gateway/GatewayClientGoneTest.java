package dev.polyrpc.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client asked of backends that do not answer is given up there once the client has gone, whatever carried it. */
final class GatewayClientGoneTest {
    private static final String QUERY = "{ product(id: \"p-1\") { name } }";
    private static final String MUTATION =
            "mutation { adjustInventory(input: { productId: \"p-1\", change: 1, requestId: \"r\" }) { userErrors { reason } } }";
    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayUnderTest.start();
        gateway.run(QUERY); // keys, tokens and channels are there when a test counts milliseconds
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void reset() throws Exception {
        gateway.reset();
        gateway.products.backend.fallSilent();
    }

    @ParameterizedTest
    @EnumSource
    void http_clientGone_callIsCancelled(HttpClient.Version version) throws Exception { // GQL-16
        CompletableFuture<HttpResponse<String>> answer =
                gateway.http().sendAsync(ask(gateway, QUERY).version(version).build(), BodyHandlers.ofString());
        awaitCall();
        answer.cancel(true);

        assertGivenUp(() -> gateway.products.backend.unanswered() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {QUERY, MUTATION})
    void events_clientGone_callIsCancelled(String document) throws Exception { // GQL-16
        HttpRequest request =
                ask(gateway, document).setHeader("accept", "text/event-stream").build();
        HttpResponse<InputStream> answer = gateway.http().send(request, BodyHandlers.ofInputStream());
        awaitCall();
        answer.body().close();

        assertGivenUp(() -> gateway.products.backend.unanswered() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {QUERY, MUTATION})
    void socket_operationCompleted_callIsCancelled_socketGoesOn(String document) throws Exception { // GQL-16
        try (SocketClient socket = gateway.aliceOn(gateway.socket())) {
            socket.subscribe("1", document);
            awaitCall();
            socket.complete("1");

            assertGivenUp(() -> gateway.products.backend.unanswered() == 0);
            socket.subscribe("1", "{ __typename }");
            assertThat(socket.next().at("/payload/data/__typename").asText()).isEqualTo("Query");
        }
    }

    @Test
    void socket_gone_callsAreCancelled() throws Exception { // GQL-16
        try (SocketClient socket = gateway.aliceOn(gateway.socket())) {
            socket.subscribe("1", QUERY).subscribe("2", MUTATION);
            Eventually.holds(() -> gateway.products.backend.unanswered() == 2);
        }
        assertGivenUp(() -> gateway.products.backend.unanswered() == 0);
    }

    @Test
    void event_clientGone_callForItIsCancelled() throws Exception { // GQL-16
        try (SocketClient socket = gateway.aliceOn(gateway.socket())) {
            socket.subscribe("1", "subscription { inventoryChanged(after: 0) { product { name } } }");
            gateway.products.watches.publish(1);
            awaitCall();
            socket.complete("1");

            assertGivenUp(() -> gateway.products.backend.unanswered() == 0);
            assertGivenUp(() -> gateway.products.watches.open() == 0);
        }
    }

    @Test
    void thrift_clientGone_callIsGivenUp() throws Exception { // GQL-16
        try (GatewayUnderTest overThrift = GatewayUnderTest.start(Map.of("POLYRPC_GATEWAY_PRODUCT_WIRE", "thrift"))) {
            CompletableFuture<HttpResponse<String>> answer =
                    overThrift.http().sendAsync(ask(overThrift, QUERY).build(), BodyHandlers.ofString());
            Eventually.holds(() -> overThrift.thrift.unanswered() == 1);
            answer.cancel(true);

            assertGivenUp(() -> overThrift.thrift.unanswered() == 0);
        }
    }

    private static HttpRequest.Builder ask(GatewayUnderTest gateway, String document) {
        return gateway.request().POST(GatewayUnderTest.body(document, Map.of()));
    }

    private static void awaitCall() throws Exception {
        Eventually.holds(() -> gateway.products.backend.unanswered() == 1);
    }

    private static void assertGivenUp(Callable<Boolean> givenUp) throws Exception {
        Eventually.within(Duration.ofSeconds(1), givenUp);
    }
}
