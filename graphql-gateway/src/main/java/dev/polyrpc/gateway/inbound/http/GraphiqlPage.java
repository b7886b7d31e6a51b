package dev.polyrpc.gateway.inbound.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The page by which people ask the gateway from a browser, and all that it loads. Immutable. */
public final class GraphiqlPage {
    private static final String PATH = "/graphiql";
    private static final String INDEX = "index.html";
    private static final Map<String, String> TYPES = Map.of(
            INDEX,
            "text/html; charset=utf-8",
            "page.js",
            "text/javascript; charset=utf-8",
            "page.css",
            "text/css; charset=utf-8",
            "graphiql.min.js",
            "text/javascript; charset=utf-8",
            "graphiql.min.css",
            "text/css; charset=utf-8",
            "react.production.min.js",
            "text/javascript; charset=utf-8",
            "react-dom.production.min.js",
            "text/javascript; charset=utf-8");

    /** Nothing but this gateway's own files runs, and nobody else is talked to; the style sheet brings its fonts along. */
    private static final Map<String, String> HEADERS = Map.of(
            "content-security-policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; font-src data:; img-src 'self' data:; "
                    + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "x-content-type-options",
            "nosniff",
            "referrer-policy",
            "no-referrer",
            "vary",
            "accept-encoding",
            "cache-control",
            "no-cache");

    private final Map<String, CompletableFuture<PageFile>> files;

    private GraphiqlPage(Map<String, CompletableFuture<PageFile>> files) {
        this.files = Map.copyOf(files);
    }

    /** Has the page read and compressed beside whatever else starts. */
    public static GraphiqlPage load() {
        return new GraphiqlPage(TYPES.keySet().stream()
                .collect(Collectors.toMap(
                        name -> name, name -> CompletableFuture.supplyAsync(() -> PageFile.read(name)))));
    }

    /** No page: where nobody may ask for the schema, it would be of no use. */
    public static GraphiqlPage none() {
        return new GraphiqlPage(Map.of());
    }

    /** Answers where the request is for the page or a part of it; false = it is not. */
    boolean handle(HttpServerRequest request) {
        String name = nameOf(request.path());
        CompletionStage<PageFile> file = name == null ? null : files.get(name);
        if (name == null || file == null) {
            return false;
        }
        HttpServerResponse response = request.response();
        if (!request.method().equals(HttpMethod.GET)) {
            response.setStatusCode(405).putHeader("allow", "GET").end();
            return true;
        }
        HEADERS.forEach(response::putHeader);
        response.putHeader("content-type", TYPES.get(name));
        Context context = Vertx.currentContext();
        file.thenAccept(read -> context.runOnContext(now -> read.send(request)));
        return true;
    }

    private static @Nullable String nameOf(@Nullable String path) {
        if (path == null || path.equals(PATH)) {
            return path == null ? null : INDEX;
        }
        return path.startsWith(PATH + "/") ? path.substring(PATH.length() + 1) : null;
    }
}
