package dev.polyrpc.gateway.inbound.http;

import dev.polyrpc.gateway.socket.SocketSessions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocketHandshake;
import java.util.List;
import java.util.stream.Stream;

/** Accepts WebSockets of the one subprotocol that there is, and refuses all others. */
final class SocketHandshakes {
    private static final String SUBPROTOCOL = "graphql-transport-ws";
    private static final int CLOSING_SECONDS = 2;

    private SocketHandshakes() {}

    static void configure(HttpServerOptions options, int mostBytes) {
        options.setWebSocketSubProtocols(List.of(SUBPROTOCOL))
                .setMaxWebSocketFrameSize(mostBytes)
                .setMaxWebSocketMessageSize(mostBytes)
                .setPerMessageWebSocketCompressionSupported(false) // a small message could unpack to a large one
                .setPerFrameWebSocketCompressionSupported(false)
                .setWebSocketClosingTimeout(CLOSING_SECONDS);
    }

    static void handle(ServerWebSocketHandshake handshake, SocketSessions sessions) {
        if (!GraphqlHttpServer.PATH.equals(handshake.path())) {
            handshake.reject(404);
        } else if (!offered(handshake)) {
            handshake.reject(400);
        } else {
            handshake.accept().onSuccess(socket -> VertxSocket.open(socket, sessions));
        }
    }

    private static boolean offered(ServerWebSocketHandshake handshake) {
        return handshake.headers().getAll("sec-websocket-protocol").stream()
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .anyMatch(name -> name.strip().equals(SUBPROTOCOL));
    }
}
