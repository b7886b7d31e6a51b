package dev.polyrpc.gateway.inbound.http;

import dev.polyrpc.gateway.event.EventStreams;
import dev.polyrpc.gateway.request.Bytes;
import dev.polyrpc.gateway.request.GraphqlOverHttp;
import dev.polyrpc.gateway.request.HttpAnswer;
import dev.polyrpc.gateway.request.HttpCall;
import dev.polyrpc.gateway.socket.SocketSessions;
import dev.polyrpc.kit.http.HttpsPort;
import dev.polyrpc.kit.http.HttpsServers;
import dev.polyrpc.kit.telemetry.RequestId;
import dev.polyrpc.kit.tls.TlsIdentity;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Carries requests and messages between HTTPS and their cores: bytes in, bytes out. Safe for use by many threads. */
public final class GraphqlHttpServer implements AutoCloseable {
    static final String PATH = "/graphql";
    private static final int MAX_HEADER_BYTES = 8 * 1024;
    private static final int MAX_LINE_BYTES = 16 * 1024; // a GET carries its document in the line
    private static final int IDLE_SECONDS = 60;
    private static final int MAX_STREAMS = 100;
    private static final MultiMap NO_PARAMETERS = MultiMap.caseInsensitiveMultiMap();

    private final HttpsPort port;
    private final EventStreams streams;

    private GraphqlHttpServer(HttpsPort port, EventStreams streams) {
        this.port = port;
        this.streams = streams;
    }

    /** Starts to listen; port 0 lets the system choose one. */
    public static GraphqlHttpServer start(
            int port,
            TlsIdentity identity,
            GraphqlOverHttp core,
            SocketSessions sockets,
            EventStreams streams,
            GraphiqlPage page,
            Duration drainTimeout) {
        HttpsPort opened = HttpsPort.open(
                port,
                identity,
                options(identity, core.mostBytes()),
                server -> server.requestHandler(request -> {
                            if (!page.handle(request)) {
                                handle(request, core, streams);
                            }
                        })
                        .webSocketHandshakeHandler(handshake -> SocketHandshakes.handle(handshake, sockets)),
                drainTimeout);
        return new GraphqlHttpServer(opened, streams);
    }

    /** The port it listens on. */
    public int port() {
        return port.number();
    }

    /** Takes no new connection, lets what has begun end, then closes. */
    @Override
    public void close() {
        streams.close();
        port.close();
    }

    private static HttpServerOptions options(TlsIdentity identity, int mostBytes) {
        HttpServerOptions options = HttpsServers.options(identity, ClientAuth.NONE)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxInitialLineLength(MAX_LINE_BYTES)
                .setIdleTimeout(IDLE_SECONDS);
        SocketHandshakes.configure(options, mostBytes);
        options.getInitialSettings().setMaxConcurrentStreams(MAX_STREAMS);
        return options;
    }

    private static void handle(HttpServerRequest request, GraphqlOverHttp core, EventStreams streams) {
        if (!PATH.equals(request.path())) {
            request.response()
                    .setStatusCode(404)
                    .putHeader("x-request-id", RequestId.of(request.getHeader("x-request-id")))
                    .end();
            return;
        }
        Context context = Vertx.currentContext();
        BodyReader.read(request, core.mostBytes(), body -> {
            answer(request, body, core).thenAccept(sent -> onContext(context, () -> send(request, sent, streams)));
        });
    }

    private static CompletionStage<HttpAnswer> answer(
            HttpServerRequest request, @Nullable Buffer body, GraphqlOverHttp core) {
        MultiMap parameters;
        try {
            parameters = request.query() == null ? NO_PARAMETERS : request.params();
        } catch (IllegalArgumentException malformed) { // decoded only now: %ZZ
            return core.undecodable(call(request, NO_PARAMETERS, Bytes.NONE));
        }
        if (body == null) {
            return core.tooLarge(call(request, parameters, Bytes.NONE));
        }
        return core.answer(
                call(request, parameters, Bytes.of(body.getBytes())),
                giveUp -> request.response().closeHandler(gone -> giveUp.run()));
    }

    private static HttpCall call(HttpServerRequest request, MultiMap parameters, Bytes body) {
        return new HttpCall(
                request.method().name(),
                MultiMaps.of(request.headers(), HttpCall.HEADERS),
                MultiMaps.of(parameters, parameters.names()),
                body);
    }

    private static void onContext(Context context, Runnable action) {
        if (Vertx.currentContext() == context) {
            action.run();
        } else {
            context.runOnContext(now -> action.run());
        }
    }

    private static void send(HttpServerRequest request, HttpAnswer answer, EventStreams streams) {
        HttpServerResponse response = request.response();
        if (response.closed()) { // the client has gone
            if (answer.events() != null) {
                answer.events().abandon();
            }
            return;
        }
        answer.headers().forEach(response::putHeader);
        if (answer.events() != null) {
            VertxEvents.open(request, answer.events(), streams);
            return;
        }
        boolean unread = !request.isEnded();
        if (unread && request.version() == HttpVersion.HTTP_1_1) {
            response.putHeader("connection", "close");
        }
        response.setStatusCode(answer.status())
                .end(Buffer.buffer(answer.body().content()))
                .onComplete(sent -> discard(request, unread));
    }

    /** What a client still sends after it was answered is not read to its end. */
    private static void discard(HttpServerRequest request, boolean unread) {
        if (unread && request.version() != HttpVersion.HTTP_2) {
            request.connection().close();
        }
    }
}
