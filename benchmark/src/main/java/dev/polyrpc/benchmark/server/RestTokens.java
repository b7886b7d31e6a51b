package dev.polyrpc.benchmark.server;

import dev.polyrpc.benchmark.stack.Security;
import dev.polyrpc.kit.identity.Caller;
import dev.polyrpc.kit.identity.TokenVerifier;
import dev.polyrpc.kit.process.Closers;
import dev.polyrpc.kit.tls.TlsIdentity;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

/** Lets those through who show a token with the scope that it takes. Safe for use by many threads. */
final class RestTokens implements Handler<HttpServerRequest> {
    private static final String PROCESS = "product-mgmt";
    private static final String BEARER = "Bearer ";

    private final TokenVerifier verifier;
    private final Handler<HttpServerRequest> next;

    private RestTokens(TokenVerifier verifier, Handler<HttpServerRequest> next) {
        this.verifier = verifier;
        this.next = next;
    }

    /** In front of a handler, where the settings ask for it. */
    static Handler<HttpServerRequest> where(ServerConfig config, Handler<HttpServerRequest> next, Closers closers) {
        if (config.security() != Security.TOKEN) {
            return next;
        }
        TlsIdentity identity = TlsIdentity.load(config.certificates(), PROCESS);
        TokenVerifier verifier = config.verifier(PROCESS, identity, closers);
        return new RestTokens(verifier, next);
    }

    @Override
    public void handle(HttpServerRequest request) {
        String authorization = request.getHeader("authorization");
        if (authorization == null || !authorization.startsWith(BEARER)) {
            request.response().setStatusCode(401).end();
            return;
        }
        String token = authorization.substring(BEARER.length());
        Caller known = verifier.cached(token);
        if (known != null) {
            serve(request, known);
            return;
        }
        Context context = Vertx.currentContext();
        request.pause();
        verifier.verify(token)
                .whenComplete((caller, refused) -> context.runOnContext(now -> {
                    request.resume();
                    if (refused == null) {
                        serve(request, caller);
                    } else {
                        request.response().setStatusCode(401).end();
                    }
                }));
    }

    private void serve(HttpServerRequest request, Caller caller) {
        if (caller.has(request.method().equals(HttpMethod.GET) ? "product:read" : "stock:adjust")) {
            next.handle(request);
        } else {
            request.response().setStatusCode(403).end();
        }
    }
}
