package dev.polyrpc.benchmark.server.graph;

import dev.polyrpc.kit.identity.Caller;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** What one writes who needs this one page and no other: whatever is posted, the same calls and the same JSON. */
final class ByHand implements Handler<HttpServerRequest> {
    private static final int RETURNS = 50;

    private final CallerCheck callers;
    private final TwoCalls calls;

    ByHand(CallerCheck callers, TwoCalls calls) {
        this.callers = callers;
        this.calls = calls;
    }

    @Override
    public void handle(HttpServerRequest request) {
        Context context = Vertx.currentContext();
        request.bodyHandler(body -> callers.caller(request.headers().getAll("authorization"))
                .whenComplete((caller, refused) -> {
                    if (refused == null) {
                        answer(request, caller, context);
                    } else {
                        context.runOnContext(
                                now -> request.response().setStatusCode(401).end());
                    }
                }));
    }

    private void answer(HttpServerRequest request, Caller caller, Context context) {
        calls.page(caller, RETURNS)
                .thenApply(PageJson::bytes)
                .whenComplete((json, failure) -> context.runOnContext(now -> {
                    if (failure == null) {
                        request.response()
                                .putHeader("content-type", "application/json")
                                .end(Buffer.buffer(json));
                    } else {
                        request.response().setStatusCode(500).end(failure.toString());
                    }
                }));
    }
}
