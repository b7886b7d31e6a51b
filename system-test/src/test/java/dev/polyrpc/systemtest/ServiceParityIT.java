package dev.polyrpc.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.proto.product.v1.BatchGetProductsRequest;
import dev.polyrpc.proto.product.v1.BatchListInventoryEventsRequest;
import dev.polyrpc.proto.product.v1.CreateProductRequest;
import dev.polyrpc.proto.product.v1.GetProductRequest;
import dev.polyrpc.proto.product.v1.ListInventoryEventsRequest;
import dev.polyrpc.proto.product.v1.ListProductsRequest;
import dev.polyrpc.proto.product.v1.MoveStockRequest;
import dev.polyrpc.proto.product.v1.Movement;
import dev.polyrpc.proto.product.v1.Product;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.UpdateProductRequest;
import dev.polyrpc.proto.returns.v1.BatchGetReturnsRequest;
import dev.polyrpc.proto.returns.v1.BatchListReturnsRequest;
import dev.polyrpc.proto.returns.v1.CancelReturnRequest;
import dev.polyrpc.proto.returns.v1.GetReturnRequest;
import dev.polyrpc.proto.returns.v1.InitiateReturnRequest;
import dev.polyrpc.proto.returns.v1.InspectReturnRequest;
import dev.polyrpc.proto.returns.v1.ListReturnsRequest;
import dev.polyrpc.proto.returns.v1.ProductReturn;
import dev.polyrpc.proto.returns.v1.ReturnServiceGrpc;
import dev.polyrpc.proto.returns.v1.Verdict;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The same call over gRPC and over Thrift, first over the one and then over the other, and then the other way round: whichever
 * comes first has the effect, and both get the same answer or the same failure.
 */
class ServiceParityIT {
    private static final FieldMask NAME =
            FieldMask.newBuilder().addPaths("name").build();

    @RegisterExtension
    static final Landscape landscape = new Landscape(Built.TOKEN, Built.PRODUCT_MGMT, Built.RETURN);

    private static TwoWires products;
    private static TwoWires returns;
    private static Shop shop;
    private static String product;

    @BeforeAll
    static void open() {
        products = TwoWires.products(landscape);
        returns = TwoWires.returns(landscape);
        shop = new Shop(landscape);
        product = shop.stock("parity", 1_000);
    }

    @AfterAll
    static void close() {
        products.close();
        returns.close();
    }

    @Test
    void getProduct() {
        var method = ProductMgmtServiceGrpc.getGetProductMethod();
        answers(products, "auditor", method, () -> Shop.get(product));
        answers(
                products,
                "auditor",
                method,
                () -> Shop.get(product).toBuilder().setReadMask(NAME).build());
        refuses(products, "auditor", method, () -> Shop.get("none"), Kind.NOT_FOUND, "PRODUCT_NOT_FOUND");
        refuses(products, "auditor", method, () -> Shop.get("No Such"), Kind.INVALID, "PRODUCT_ID_INVALID");
    }

    @Test
    void pagesAndBatches() {
        for (int i = 0; i < 3; i++) {
            shop.stock("page-" + i, 7);
        }
        answers(
                products,
                "auditor",
                ProductMgmtServiceGrpc.getBatchGetProductsMethod(),
                () -> BatchGetProductsRequest.newBuilder()
                        .addProductIds(product)
                        .addProductIds("none")
                        .setReadMask(NAME)
                        .build());
        failsAlike(
                products,
                "auditor",
                ProductMgmtServiceGrpc.getBatchGetProductsMethod(),
                BatchGetProductsRequest::getDefaultInstance,
                Kind.INVALID);
        answers(
                products,
                "auditor",
                ProductMgmtServiceGrpc.getListProductsMethod(),
                () -> ListProductsRequest.newBuilder().setPageSize(2).build());
        failsAlike(
                products,
                "auditor",
                ProductMgmtServiceGrpc.getListProductsMethod(),
                () -> ListProductsRequest.newBuilder().setPageToken("forged").build(),
                Kind.INVALID);
        for (String client : new String[] {"auditor", "alice"}) { // who sees more, and who sees less
            answers(
                    products,
                    client,
                    ProductMgmtServiceGrpc.getListInventoryEventsMethod(),
                    () -> ListInventoryEventsRequest.newBuilder()
                            .setProductId(product)
                            .build());
            answers(
                    products,
                    client,
                    ProductMgmtServiceGrpc.getBatchListInventoryEventsMethod(),
                    () -> BatchListInventoryEventsRequest.newBuilder()
                            .addProductIds(product)
                            .addProductIds("none")
                            .setLimit(3)
                            .build());
        }
    }

    @Test
    void catalogue() {
        var create = ProductMgmtServiceGrpc.getCreateProductMethod();
        answers(products, "warehouse", create, () -> creation("new-" + UUID.randomUUID()));
        refuses(products, "warehouse", create, () -> creation(product), Kind.EXISTS, "PRODUCT_EXISTS");
        failsAlike(products, "warehouse", create, CreateProductRequest::getDefaultInstance, Kind.INVALID);
        refuses(products, "alice", create, () -> creation("new"), Kind.DENIED, "SCOPE_MISSING");
        var update = ProductMgmtServiceGrpc.getUpdateProductMethod();
        answers(
                products,
                "warehouse",
                update,
                () -> renaming(landscape
                        .products("auditor")
                        .getProduct(Shop.get(product))
                        .getProduct()
                        .getEtag()));
        refuses(products, "warehouse", update, () -> renaming("stale"), Kind.CONFLICT, "ETAG_STALE");
    }

    @Test
    void stock() {
        var adjust = ProductMgmtServiceGrpc.getAdjustInventoryMethod();
        answers(products, "warehouse", adjust, () -> Shop.adjustment(product, -3));
        refuses(
                products,
                "warehouse",
                adjust,
                () -> Shop.adjustment(product, -99_999),
                Kind.STATE,
                "STOCK_OUT_OF_RANGE");
        failsAlike(products, "warehouse", adjust, () -> Shop.adjustment(product, 0), Kind.INVALID);
        failsAlike(
                products,
                "warehouse",
                adjust,
                () -> Shop.adjustment(product, 1).toBuilder().setRequestId("x").build(),
                Kind.INVALID);
        String used = UUID.randomUUID().toString();
        answers(
                products,
                "warehouse",
                adjust,
                () -> Shop.adjustment(product, 5).toBuilder().setRequestId(used).build());
        refuses(
                products,
                "warehouse",
                adjust,
                () -> Shop.adjustment(product, 6).toBuilder().setRequestId(used).build(),
                Kind.STATE,
                "REQUEST_ID_REUSED");
        refuses(
                products,
                "warehouse",
                ProductMgmtServiceGrpc.getMoveStockMethod(),
                ServiceParityIT::movement,
                Kind.DENIED,
                "PEER_NOT_ALLOWED");
    }

    @Test
    void tokens() { // TOK-1 TOK-21 TOK-23
        var method = ProductMgmtServiceGrpc.getGetProductMethod();
        GetProductRequest request = Shop.get(product);
        for (String token : new String[] {"", "x", landscape.token("alice", Built.RETURN)}) {
            Failure grpc = products.refusalByGrpc("alice", method, request, token);
            Failure thrift = products.refusalByThrift("alice", method, request, token);
            assertThat(grpc.kind()).isEqualTo(Kind.UNAUTHENTICATED);
            Alike.assertSame(grpc, thrift);
        }
    }

    @Test
    void returnsOfACustomer() {
        var initiate = ReturnServiceGrpc.getInitiateReturnMethod();
        answers(returns, "alice", initiate, () -> Shop.opening(product, 2));
        refuses(returns, "alice", initiate, () -> Shop.opening("none", 2), Kind.NOT_FOUND, "PRODUCT_NOT_FOUND");
        failsAlike(returns, "alice", initiate, InitiateReturnRequest::getDefaultInstance, Kind.INVALID);
        InitiateReturnRequest first = Shop.opening(product, 2);
        ProductReturn opened = landscape.returns("alice").initiateReturn(first).getProductReturn();
        refuses(
                returns,
                "alice",
                initiate,
                () -> first.toBuilder()
                        .setRequestId(UUID.randomUUID().toString())
                        .build(),
                Kind.STATE,
                "ALREADY_RETURNED");

        var get = ReturnServiceGrpc.getGetReturnMethod();
        GetReturnRequest one =
                GetReturnRequest.newBuilder().setReturnId(opened.getReturnId()).build();
        answers(returns, "alice", get, () -> one);
        refuses(returns, "bob", get, () -> one, Kind.NOT_FOUND, "RETURN_NOT_FOUND");
        answers(
                returns,
                "alice",
                ReturnServiceGrpc.getBatchGetReturnsMethod(),
                () -> BatchGetReturnsRequest.newBuilder()
                        .addReturnIds(opened.getReturnId())
                        .addReturnIds("00000000-0000-7000-8000-000000000000")
                        .build());
        answers(
                returns,
                "alice",
                ReturnServiceGrpc.getListReturnsMethod(),
                () -> ListReturnsRequest.newBuilder()
                        .setPageSize(2)
                        .setProductId(product)
                        .build());
        answers(returns, "bob", ReturnServiceGrpc.getListReturnsMethod(), ListReturnsRequest::getDefaultInstance);
        answers(
                returns,
                "auditor",
                ReturnServiceGrpc.getBatchListReturnsMethod(),
                () -> BatchListReturnsRequest.newBuilder()
                        .addProductIds(product)
                        .addProductIds("none")
                        .build());
    }

    @Test
    void decisions() {
        var inspect = ReturnServiceGrpc.getInspectReturnMethod();
        answers(returns, "warehouse", inspect, () -> inspection(shop.open(product, 1)));
        refuses(returns, "alice", inspect, () -> inspection(shop.open(product, 1)), Kind.DENIED, "SCOPE_MISSING");
        var cancel = ReturnServiceGrpc.getCancelReturnMethod();
        answers(returns, "alice", cancel, () -> cancellation(shop.open(product, 1)));
        ProductReturn done = shop.open(product, 1);
        landscape.returns("alice").cancelReturn(cancellation(done));
        refuses(returns, "alice", cancel, () -> cancellation(done), Kind.STATE, "RETURN_STATE");
        refuses(returns, "warehouse", inspect, () -> inspection(done), Kind.STATE, "RETURN_STATE");
    }

    private static <Q extends Message, A extends Message> void answers(
            TwoWires wires, String client, io.grpc.MethodDescriptor<Q, A> method, Supplier<Q> requests) {
        Q request = requests.get();
        assertThat(wires.byGrpc(client, method, request)).isEqualTo(wires.byThrift(client, method, request));
        Q other = requests.get();
        assertThat(wires.byThrift(client, method, other)).isEqualTo(wires.byGrpc(client, method, other));
    }

    private static <Q extends Message, A extends Message> void refuses(
            TwoWires wires,
            String client,
            io.grpc.MethodDescriptor<Q, A> method,
            Supplier<Q> requests,
            Kind kind,
            String reason) {
        assertThat(failsAlike(wires, client, method, requests, kind).reason()).isEqualTo(reason);
    }

    private static <Q extends Message, A extends Message> Failure failsAlike(
            TwoWires wires, String client, io.grpc.MethodDescriptor<Q, A> method, Supplier<Q> requests, Kind kind) {
        Q request = requests.get();
        Failure grpc = wires.refusalByGrpc(client, method, request);
        Failure thrift = wires.refusalByThrift(client, method, request);
        assertThat(grpc.kind()).as(grpc.getMessage()).isEqualTo(kind);
        Alike.assertSame(grpc, thrift);
        Q other = requests.get();
        Alike.assertSame(wires.refusalByThrift(client, method, other), wires.refusalByGrpc(client, method, other));
        return thrift;
    }

    private static CreateProductRequest creation(String id) {
        return CreateProductRequest.newBuilder()
                .setProduct(Product.newBuilder()
                        .setProductId(id)
                        .setName("Tea, \u8336")
                        .setCategory("drinks")
                        .setQuantityPerUnit("10 bags")
                        .setUnitPriceCents(4_000_000)
                        .setDiscontinued(true))
                .setRequestId(UUID.randomUUID().toString())
                .build();
    }

    private static UpdateProductRequest renaming(String etag) {
        return UpdateProductRequest.newBuilder()
                .setProduct(Product.newBuilder()
                        .setProductId(product)
                        .setName("Name " + UUID.randomUUID())
                        .setEtag(etag))
                .setUpdateMask(NAME)
                .setRequestId(UUID.randomUUID().toString())
                .build();
    }

    private static MoveStockRequest movement() {
        return MoveStockRequest.newBuilder()
                .setMovementId("returns/%s:quarantine".formatted(UUID.randomUUID()))
                .setProductId(product)
                .setQuantity(1)
                .setMovement(Movement.MOVEMENT_QUARANTINE)
                .setInitiatedBy("alice")
                .build();
    }

    private static InspectReturnRequest inspection(ProductReturn opened) {
        return InspectReturnRequest.newBuilder()
                .setReturnId(opened.getReturnId())
                .setVerdict(Verdict.VERDICT_ACCEPT)
                .setNote("seen")
                .setRequestId(UUID.randomUUID().toString())
                .build();
    }

    private static CancelReturnRequest cancellation(ProductReturn opened) {
        return CancelReturnRequest.newBuilder()
                .setReturnId(opened.getReturnId())
                .setRequestId(UUID.randomUUID().toString())
                .build();
    }
}
