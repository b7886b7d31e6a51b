package dev.polyrpc.benchmark.server.graph;

import dev.polyrpc.kit.process.Closers;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.graphql.GraphQLHandler;

/** vertx-web-graphql as its guide sets it up: a router, the token's check, the body's and GraphQL's handler. */
final class VertxGraph {
    private VertxGraph() {}

    static Handler<HttpServerRequest> handler(CallerCheck callers, Closers closers) {
        Vertx vertx = Vertx.vertx();
        closers.push(vertx::close);
        Router router = Router.router(vertx);
        router.route(GraphServers.PATH).handler(request -> check(request, callers));
        router.route(GraphServers.PATH)
                .handler(BodyHandler.create(false))
                .handler(GraphQLHandler.builder(AnchorGraph.create())
                        .beforeExecute(execution -> execution.builder().dataLoaderRegistry(AnchorGraph.loaders()))
                        .build());
        return router;
    }

    private static void check(RoutingContext request, CallerCheck callers) {
        Context context = Vertx.currentContext();
        request.request().pause();
        callers.caller(request.request().headers().getAll("authorization")).whenComplete((caller, refused) -> {
            if (Vertx.currentContext() == context) {
                checked(request, refused == null);
            } else {
                context.runOnContext(now -> checked(request, refused == null));
            }
        });
    }

    private static void checked(RoutingContext request, boolean good) {
        request.request().resume();
        if (good) {
            request.next();
        } else {
            request.fail(401);
        }
    }
}
