package dev.polyrpc.systemtest;

import static dev.polyrpc.systemtest.RestCall.changing;
import static dev.polyrpc.systemtest.RestCall.reading;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.polyrpc.proto.product.v1.AdjustInventoryRequest;
import dev.polyrpc.proto.product.v1.BatchGetProductsRequest;
import dev.polyrpc.proto.product.v1.BatchListInventoryEventsRequest;
import dev.polyrpc.proto.product.v1.CreateProductRequest;
import dev.polyrpc.proto.product.v1.GetProductRequest;
import dev.polyrpc.proto.product.v1.ListInventoryEventsRequest;
import dev.polyrpc.proto.product.v1.ListProductsRequest;
import dev.polyrpc.proto.product.v1.Product;
import dev.polyrpc.proto.product.v1.UpdateProductRequest;
import dev.polyrpc.proto.product.v1.WatchInventoryRequest;
import dev.polyrpc.proto.returns.v1.BatchGetReturnsRequest;
import dev.polyrpc.proto.returns.v1.BatchListReturnsRequest;
import dev.polyrpc.proto.returns.v1.CancelReturnRequest;
import dev.polyrpc.proto.returns.v1.GetReturnRequest;
import dev.polyrpc.proto.returns.v1.InitiateReturnRequest;
import dev.polyrpc.proto.returns.v1.InspectReturnRequest;
import dev.polyrpc.proto.returns.v1.ListReturnsRequest;
import dev.polyrpc.proto.returns.v1.ReturnReason;
import dev.polyrpc.proto.returns.v1.ReturnState;
import dev.polyrpc.proto.returns.v1.WatchReturnsRequest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each operation of the REST view, with the system behind it as scripts/up starts it: it answers as gRPC does. */
@EnabledIfSystemProperty(named = "polyrpc.sidecars", matches = "true")
class RestIT {
    private static final String PRODUCT = "seen-over-rest";
    private static final List<String> WATCHES = List.of("/v1/inventoryEvents:watch", "/v1/returns:watch");
    private static final ObjectMapper JSON = new ObjectMapper();

    @RegisterExtension
    static final Landscape landscape = new Landscape().behindEdge(Map.of());

    private static Rest rest;
    private static String read;
    private static String inspected;
    private static String cancelled;

    @BeforeAll
    static void stock() {
        rest = new Rest(landscape.edge(), landscape.certificates());
        Shop shop = new Shop(landscape);
        shop.stock(PRODUCT, 20);
        read = shop.open(PRODUCT, 1).getReturnId();
        inspected = shop.open(PRODUCT, 2).getReturnId();
        cancelled = shop.open(PRODUCT, 3).getReturnId();
    }

    static Stream<RestCall> calls() {
        return Stream.concat(ofProducts(), ofReturns());
    }

    private static Stream<RestCall> ofProducts() {
        var products = landscape.products("warehouse");
        Product created = Product.newBuilder()
                .setProductId("made-over-rest")
                .setName("\u00c9clairs \"\u65e5\u672c\"")
                .setUnitPriceCents(100_000_000)
                .build();
        Product changed = Product.newBuilder()
                .setProductId(PRODUCT)
                .setName("Renamed")
                .setEtag("1")
                .build();
        return Stream.of(
                reading(
                        "/v1/products/" + PRODUCT,
                        "warehouse",
                        Built.PRODUCT_MGMT,
                        id -> products.getProduct(Shop.get(PRODUCT))),
                reading(
                        "/v1/products/" + PRODUCT + "?readMask=name,stock",
                        "warehouse",
                        Built.PRODUCT_MGMT,
                        id -> products.getProduct(GetProductRequest.newBuilder()
                                .setProductId(PRODUCT)
                                .setReadMask(mask("name", "stock"))
                                .build())),
                reading(
                        "/v1/products:batchGet?productIds=" + PRODUCT + "&productIds=none",
                        "warehouse",
                        Built.PRODUCT_MGMT,
                        id -> products.batchGetProducts(BatchGetProductsRequest.newBuilder()
                                .addProductIds(PRODUCT)
                                .addProductIds("none")
                                .build())),
                reading(
                        "/v1/products?pageSize=1",
                        "warehouse",
                        Built.PRODUCT_MGMT,
                        id -> products.listProducts(
                                ListProductsRequest.newBuilder().setPageSize(1).build())),
                changing(
                        "POST",
                        "/v1/products",
                        "warehouse",
                        Built.PRODUCT_MGMT,
                        json(created),
                        id -> products.createProduct(CreateProductRequest.newBuilder()
                                .setProduct(created)
                                .setRequestId(id)
                                .build())),
                changing(
                        "PATCH",
                        "/v1/products/" + PRODUCT + "?updateMask=name",
                        "warehouse",
                        Built.PRODUCT_MGMT,
                        json(changed),
                        id -> products.updateProduct(UpdateProductRequest.newBuilder()
                                .setProduct(changed)
                                .setUpdateMask(mask("name"))
                                .setRequestId(id)
                                .build())),
                changing(
                        "POST",
                        "/v1/products/" + PRODUCT + ":adjust",
                        "warehouse",
                        Built.PRODUCT_MGMT,
                        "{\"change\":-3}",
                        id -> products.adjustInventory(AdjustInventoryRequest.newBuilder()
                                .setProductId(PRODUCT)
                                .setChange(-3)
                                .setRequestId(id)
                                .build())),
                reading(
                        "/v1/inventoryEvents?pageSize=2",
                        "warehouse",
                        Built.PRODUCT_MGMT,
                        id -> products.listInventoryEvents(ListInventoryEventsRequest.newBuilder()
                                .setPageSize(2)
                                .build())),
                reading(
                        "/v1/products/" + PRODUCT + "/inventoryEvents",
                        "warehouse",
                        Built.PRODUCT_MGMT,
                        id -> products.listInventoryEvents(ListInventoryEventsRequest.newBuilder()
                                .setProductId(PRODUCT)
                                .build())),
                reading(
                        "/v1/inventoryEvents:batchList?productIds=" + PRODUCT + "&limit=3",
                        "warehouse",
                        Built.PRODUCT_MGMT,
                        id -> products.batchListInventoryEvents(BatchListInventoryEventsRequest.newBuilder()
                                .addProductIds(PRODUCT)
                                .setLimit(3)
                                .build())));
    }

    private static Stream<RestCall> ofReturns() {
        var returns = landscape.returns("alice");
        var desk = landscape.returns("warehouse");
        return Stream.of(
                changing(
                        "POST",
                        "/v1/returns",
                        "alice",
                        Built.RETURN,
                        "{\"order\":\"4711\",\"productId\":\"%s\",\"quantity\":1,\"reason\":\"RETURN_REASON_DAMAGED\"}"
                                .formatted(PRODUCT),
                        id -> returns.initiateReturn(InitiateReturnRequest.newBuilder()
                                .setOrder("4711")
                                .setProductId(PRODUCT)
                                .setQuantity(1)
                                .setReason(ReturnReason.RETURN_REASON_DAMAGED)
                                .setRequestId(id)
                                .build())),
                reading(
                        "/v1/returns/" + read,
                        "alice",
                        Built.RETURN,
                        id -> returns.getReturn(
                                GetReturnRequest.newBuilder().setReturnId(read).build())),
                reading(
                        "/v1/returns:batchGet?returnIds=" + read,
                        "alice",
                        Built.RETURN,
                        id -> returns.batchGetReturns(BatchGetReturnsRequest.newBuilder()
                                .addReturnIds(read)
                                .build())),
                reading(
                        "/v1/returns?state=RETURN_STATE_QUARANTINED&productId=" + PRODUCT,
                        "alice",
                        Built.RETURN,
                        id -> returns.listReturns(ListReturnsRequest.newBuilder()
                                .setState(ReturnState.RETURN_STATE_QUARANTINED)
                                .setProductId(PRODUCT)
                                .build())),
                reading(
                        "/v1/returns:batchList?productIds=" + PRODUCT,
                        "alice",
                        Built.RETURN,
                        id -> returns.batchListReturns(BatchListReturnsRequest.newBuilder()
                                .addProductIds(PRODUCT)
                                .build())),
                changing(
                        "POST",
                        "/v1/returns/" + inspected + ":inspect",
                        "warehouse",
                        Built.RETURN,
                        "{\"verdict\":\"VERDICT_ACCEPT\",\"note\":\"as new\"}",
                        id -> desk.inspectReturn(InspectReturnRequest.newBuilder()
                                .setReturnId(inspected)
                                .setVerdict(dev.polyrpc.proto.returns.v1.Verdict.VERDICT_ACCEPT)
                                .setNote("as new")
                                .setRequestId(id)
                                .build())),
                changing(
                        "POST",
                        "/v1/returns/" + cancelled + ":cancel",
                        "alice",
                        Built.RETURN,
                        "{}",
                        id -> returns.cancelReturn(CancelReturnRequest.newBuilder()
                                .setReturnId(cancelled)
                                .setRequestId(id)
                                .build())));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void call_asTheRulesHaveIt_isAnsweredAsOverGrpc(RestCall call) throws IOException { // REST-1 DOM-5
        Rest.Answer answer = rest.call(call.verb(), call.path(), call.body(), headers(call));
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        assertThat(answer.type()).isEqualTo("application/json");
        assertThat(answer.headers().map()).doesNotContainKeys("grpc-status", "grpc-encoding", "server");
        assertThat(answer.body()).isEqualTo(JSON.readTree(json(call.overGrpc().apply(call.requestId()))));
    }

    @Test
    void document_eachOfItsOperations_isCalledHere() {
        Rest.Answer document = rest.get("/openapi.json", Map.of());
        assertThat(document.type()).isEqualTo("application/json");
        List<RestCall> calls = calls().toList();
        List<String> uncalled = new ArrayList<>();
        document.body()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(verb -> {
                    if (calls.stream().noneMatch(call -> call.isOf(verb, path.getKey()))) {
                        uncalled.add(path.getKey());
                    }
                }));
        assertThat(uncalled).containsExactlyInAnyOrderElementsOf(WATCHES);
    }

    @Test
    @Timeout(60)
    void watch_ofStock_isALineForEachChange() throws IOException { // REST-2
        var watch = WatchInventoryRequest.newBuilder()
                .setAfter(0)
                .addProductIds(PRODUCT)
                .build();
        assertFollows(
                WATCHES.get(0) + "?after=0&productIds=" + PRODUCT,
                "warehouse",
                Built.PRODUCT_MGMT,
                landscape.products("warehouse").watchInventory(watch));
    }

    @Test
    @Timeout(60)
    void watch_ofReturns_isALineForEachChange() throws IOException { // REST-2
        var watch = WatchReturnsRequest.newBuilder().setAfter(0).build();
        assertFollows(
                WATCHES.get(1) + "?after=0",
                "alice",
                Built.RETURN,
                landscape.returns("alice").watchReturns(watch));
    }

    private static void assertFollows(String path, String client, Built of, Iterator<? extends Message> overGrpc)
            throws IOException {
        HttpResponse<Stream<String>> answer = rest.watch(path, authorization(client, of));
        try (Stream<String> lines = answer.body()) {
            assertThat(answer.headers().firstValue("content-type")).hasValue("application/x-ndjson");
            Iterator<String> line = lines.iterator();
            for (int i = 0; i < 3; i++) {
                JsonNode told = JSON.readTree(line.next());
                assertThat(told).isEqualTo(JSON.readTree(json(overGrpc.next())));
            }
        }
    }

    private static Map<String, String> headers(RestCall call) {
        Map<String, String> headers = new HashMap<>(authorization(call.client(), call.of()));
        if (!call.requestId().isEmpty()) {
            headers.put("content-type", "application/json");
            headers.put("idempotency-key", call.requestId());
        }
        return headers;
    }

    private static Map<String, String> authorization(String client, Built of) {
        return Map.of("authorization", "Bearer " + landscape.token(client, of));
    }

    private static FieldMask mask(String... paths) {
        return FieldMask.newBuilder().addAllPaths(List.of(paths)).build();
    }

    private static String json(Message message) {
        try {
            return JsonFormat.printer().alwaysPrintFieldsWithNoPresence().print(message);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
