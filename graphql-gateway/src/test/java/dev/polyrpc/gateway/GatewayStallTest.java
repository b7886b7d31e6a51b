package dev.polyrpc.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients on real connections that stop to read, while more happens than any buffer on the way holds. */
final class GatewayStallTest {
    private static final long OFFERED = 100_000;
    private static final long MOST_SENT = 3_000;
    private static final int MOVEMENT = "returns/01a1fe58-cc3e-766e-8f83-67f24c50f458:quarantine".length();
    private static final String WATCH =
            "subscription { inventoryChanged(after: 0) { position change cause stock { onHand } movementId } }";

    @RegisterExtension
    static final GatewayUnderTest gateway = GatewayUnderTest.start(
            Map.of("POLYRPC_GATEWAY_SLOW_SUBSCRIBER_TIMEOUT", "4s", "POLYRPC_GATEWAY_HEARTBEAT", "1s"));

    @Test
    void events_unread_stopTheBackend_andEndWithSubscriberTooSlow() throws Exception { // GQL-13
        try (InputStream unread = events().body()) {
            offerUntilTheWatchIsEnded();

            assertThat(gateway.products.watches.sent()).isBetween(1L, MOST_SENT);
            String all = new String(unread.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(all.lines().filter(line -> line.startsWith("data: {\"data\":")))
                    .isNotEmpty();
            assertThat(all.substring(all.lastIndexOf("event: next")))
                    .contains("RATE_LIMITED", "SUBSCRIBER_TOO_SLOW")
                    .endsWith("event: complete\ndata:\n\n");
        }
    }

    @Test
    void socket_unread_stopsTheBackend_andGoesOnAfterTheError_onceItIsRead() throws Exception { // GQL-13
        try (SocketClient socket = gateway.aliceOn(gateway.socket())) {
            stall(socket);

            assertThat(gateway.products.watches.sent()).isBetween(1L, MOST_SENT);
            socket.reading(true);
            long last = 0;
            JsonNode message = socket.next();
            while (message.path("type").asText().equals("next")) {
                assertThat(message.at("/payload/data/inventoryChanged/position").asLong())
                        .isEqualTo(++last);
                message = socket.next();
            }
            assertThat(message.path("type").asText()).isEqualTo("error");
            assertThat(message.at("/payload/0/extensions/reason").asText()).isEqualTo("SUBSCRIBER_TOO_SLOW");
            socket.subscribe("1", WATCH.replace("after: 0", "after: " + last));
            assertThat(socket.next()
                            .at("/payload/data/inventoryChanged/position")
                            .asLong())
                    .isEqualTo(last + 1);
        }
    }

    @Test
    void socket_silent_isCutOff() throws Exception {
        try (SocketClient socket = gateway.aliceOn(gateway.socket())) {
            socket.subscribe("1", WATCH);
            Eventually.holds(() -> gateway.products.watches.open() == 1);
            socket.reading(false);

            Eventually.holds(() -> gateway.products.watches.open() == 0);
            socket.reading(true);
            assertThat(socket.wasCut()).isTrue();
        }
    }

    private static void stall(SocketClient socket) throws Exception {
        socket.subscribe("1", WATCH);
        Eventually.holds(() -> gateway.products.watches.open() == 1);
        socket.reading(false);
        offerUntilTheWatchIsEnded();
    }

    private static void offerUntilTheWatchIsEnded() throws Exception {
        Eventually.holds(() -> gateway.products.watches.open() == 1);
        gateway.products.watches.publish(OFFERED, MOVEMENT);
        Eventually.holds(() -> gateway.products.watches.open() == 0);
    }

    private static HttpResponse<InputStream> events() throws Exception {
        HttpRequest request = gateway.request()
                .version(HttpClient.Version.HTTP_1_1)
                .setHeader("accept", "text/event-stream")
                .POST(GatewayUnderTest.body(WATCH, Map.of()))
                .build();
        return gateway.http().send(request, BodyHandlers.ofInputStream());
    }
}
