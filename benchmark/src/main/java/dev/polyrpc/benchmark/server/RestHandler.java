package dev.polyrpc.benchmark.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polyrpc.benchmark.server.ProductJson.StockJson;
import dev.polyrpc.product.domain.InventoryEvent;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Products as JSON over HTTP, as one writes it by hand. Safe for use by many threads. */
final class RestHandler implements Handler<HttpServerRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(RestHandler.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PRODUCTS = "/v1/products";
    private static final String ADJUST = ":adjustInventory";

    private final RestProducts products;

    RestHandler(RestProducts products) {
        this.products = products;
    }

    @Override
    public void handle(HttpServerRequest request) {
        String path = request.path();
        if (request.method().equals(HttpMethod.POST) && path.endsWith(ADJUST)) {
            String productId = path.substring(PRODUCTS.length() + 1, path.length() - ADJUST.length());
            request.bodyHandler(body -> adjust(request, productId, body));
        } else if (path.equals(PRODUCTS)) {
            int size = Integer.parseInt(request.getParam("page_size", "20"));
            answer(request, () -> Map.of("products", products.page(size)));
        } else if (path.equals(PRODUCTS + ":batchGet")) {
            List<String> ids = request.params().getAll("product_ids");
            answer(request, () -> Map.of("products", products.getAll(ids)));
        } else if (path.startsWith(PRODUCTS + "/")) {
            send(request, products.get(path.substring(PRODUCTS.length() + 1)));
        } else {
            request.response().setStatusCode(404).end();
        }
    }

    private void answer(HttpServerRequest request, Supplier<Object> read) {
        if (!products.waits()) {
            send(request, read.get());
            return;
        }
        Vertx.currentContext()
                .executeBlocking(read::get, false)
                .onSuccess(found -> send(request, found))
                .onFailure(problem -> failed(request, problem));
    }

    private void adjust(HttpServerRequest request, String productId, Buffer body) {
        Context context = Vertx.currentContext();
        try {
            JsonNode wanted = JSON.readTree(body.getBytes());
            products.adjust(
                            productId,
                            wanted.path("change").asInt(),
                            wanted.path("requestId").asText())
                    .whenComplete((event, problem) -> context.runOnContext(now -> {
                        if (problem == null) {
                            send(request, Map.of("event", json(event)));
                        } else {
                            failed(request, problem);
                        }
                    }));
        } catch (IOException e) {
            request.response().setStatusCode(400).end();
        }
    }

    private static void failed(HttpServerRequest request, Throwable problem) {
        LOG.atError().setCause(problem).log("failed");
        request.response().setStatusCode(500).end();
    }

    private static Map<String, Object> json(InventoryEvent event) {
        return Map.of(
                "position",
                event.position(),
                "productId",
                event.productId(),
                "cause",
                event.cause(),
                "change",
                event.change(),
                "stock",
                StockJson.of(event.stock()),
                "initiatedBy",
                event.initiatedBy(),
                "eventTime",
                event.eventTime().toString());
    }

    private static void send(HttpServerRequest request, Object answer) {
        try {
            request.response()
                    .putHeader("content-type", "application/json")
                    .end(Buffer.buffer(JSON.writeValueAsBytes(answer)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
