package dev.polyrpc.token.inbound.http;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.telemetry.AccessLog;
import dev.polyrpc.kit.telemetry.AccessLog.Call;
import dev.polyrpc.kit.telemetry.RequestId;
import dev.polyrpc.kit.tls.Peer;
import dev.polyrpc.kit.tls.Thumbprint;
import dev.polyrpc.token.domain.ShownCertificate;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Leads each request to what answers it: documents at once, what clients post on threads of its own. */
public final class Requests {
    private static final int MOST_BODY_BYTES = 16 * 1024;
    private static final long MOST_KEPT_S = 60;
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String REQUEST_ID = "x-request-id";

    private final ClientRequests clients;
    private final Map<String, Supplier<String>> documents;
    private final String kept;
    private final Executor workers;
    private final AccessLog access;

    /** Makes it of the pages for clients, the JWK set and the discovery document; others may keep these two for so long. */
    public Requests(
            ClientRequests clients,
            Supplier<String> jwks,
            Duration kept,
            Supplier<String> discovery,
            Executor workers,
            AccessLog access) {
        this.clients = clients;
        this.kept = "public, max-age=" + Math.min(MOST_KEPT_S, kept.toSeconds());
        this.documents = Map.of(
                TokenHttpServer.JWKS,
                jwks,
                "/.well-known/openid-configuration",
                discovery,
                "/.well-known/oauth-authorization-server",
                discovery);
        this.workers = workers;
        this.access = access;
    }

    void handle(HttpServerRequest request) {
        ShownCertificate shown = shown(request);
        watch(request, shown);
        Supplier<String> document = documents.get(request.path());
        if (clients.paths().contains(request.path())) {
            post(request, shown);
        } else if (document == null) {
            refuse(request, 404, "NOT_FOUND", "no such page", Map.of());
        } else if (HttpMethod.GET.equals(request.method()) || HttpMethod.HEAD.equals(request.method())) {
            send(request, 200, Map.of("Cache-Control", kept), document.get());
        } else {
            refuse(request, 405, "INVALID_REQUEST", "only GET", Map.of("Allow", "GET, HEAD"));
        }
    }

    /** Gives the request an id, the caller's own where it can be used, and a line in the log when it has ended. */
    private void watch(HttpServerRequest request, @Nullable ShownCertificate shown) {
        long began = System.nanoTime();
        String id = RequestId.of(request.getHeader(REQUEST_ID));
        boolean isClients = clients.paths().contains(request.path());
        String page = isClients || documents.containsKey(request.path()) ? request.path() : "other";
        String peer = shown == null ? null : Peer.of(shown.uri()).path();
        request.response().putHeader(REQUEST_ID, id);
        request.response().endHandler(end -> {
            int status = request.response().getStatusCode();
            String code = status < 400 ? "OK" : String.valueOf(status);
            access.write(new Call(id, page, peer, null, code, !isClients, System.nanoTime() - began));
        });
    }

    private void post(HttpServerRequest request, @Nullable ShownCertificate shown) {
        if (!HttpMethod.POST.equals(request.method())) {
            refuse(request, 405, "INVALID_REQUEST", "only POST", Map.of("Allow", "POST"));
        } else if (!isForm(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
            refuse(request, 415, "INVALID_REQUEST", "content type: expected " + FORM, Map.of());
        } else {
            body(request, body -> answer(request, shown, body));
        }
    }

    private void answer(HttpServerRequest request, @Nullable ShownCertificate shown, byte[] body) {
        Context context = Vertx.currentContext();
        Incoming incoming = new Incoming(
                request.response().headers().get(REQUEST_ID),
                request.path(),
                request.headers().getAll(HttpHeaders.AUTHORIZATION),
                shown,
                request.remoteAddress().hostAddress());
        try {
            workers.execute(() -> {
                OAuthAnswer answer = clients.answer(incoming, body);
                context.runOnContext(now -> send(request, answer));
            });
        } catch (RejectedExecutionException e) {
            Failure busy = new Failure(Kind.UNAVAILABLE, "TEMPORARILY_UNAVAILABLE", "too many requests at once");
            clients.refused(incoming.requestId(), incoming.path(), busy);
            send(request, OAuthAnswer.refused(busy));
        }
    }

    /** Reads the whole body; one that is too large is refused as soon as that is known. */
    private void body(HttpServerRequest request, Consumer<byte[]> next) {
        Buffer body = Buffer.buffer();
        request.handler(chunk -> {
            if (body.length() > MOST_BODY_BYTES) {
                return; // refused already
            }
            body.appendBuffer(chunk);
            if (body.length() > MOST_BODY_BYTES) {
                refuse(request, 413, "INVALID_REQUEST", "body: over 16 KiB", Map.of());
            }
        });
        request.endHandler(end -> {
            if (body.length() <= MOST_BODY_BYTES) {
                next.accept(body.getBytes());
            }
        });
    }

    private static boolean isForm(@Nullable String contentType) {
        return contentType != null
                && FORM.equals(contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT));
    }

    private static @Nullable ShownCertificate shown(HttpServerRequest request) {
        SSLSession session = request.connection().sslSession();
        try {
            String uri = Peer.of(session).id();
            String thumbprint = Thumbprint.ofPeer(session);
            return thumbprint == null ? null : new ShownCertificate(uri, thumbprint);
        } catch (Failure e) {
            return null; // none was shown, or none that names a process of ours
        }
    }

    private void refuse(
            HttpServerRequest request, int status, String reason, String message, Map<String, String> headers) {
        Failure failure = new Failure(Kind.INVALID, reason, message);
        if (clients.paths().contains(request.path())) {
            clients.refused(request.response().headers().get(REQUEST_ID), request.path(), failure);
        }
        OAuthAnswer refusal = OAuthAnswer.refused(failure);
        send(request, new OAuthAnswer(status, headers, refusal.body()));
    }

    private static void send(HttpServerRequest request, OAuthAnswer answer) {
        answer.headers().forEach(request.response()::putHeader);
        send(
                request,
                answer.status(),
                Map.of("Cache-Control", "no-store", "Pragma", "no-cache"),
                new JsonObject(answer.body()).encode());
    }

    private static void send(HttpServerRequest request, int status, Map<String, String> headers, String json) {
        if (request.response().closed() || request.response().ended()) {
            return; // the client has gone
        }
        headers.forEach(request.response()::putHeader);
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .setStatusCode(status);
        if (request.isEnded() || request.version() == HttpVersion.HTTP_2) {
            request.response().end(json);
            return;
        }
        request.response().putHeader(HttpHeaders.CONNECTION, "close"); // what is still being sent is not read
        request.response().end(json).onComplete(sent -> request.connection().close());
    }
}
