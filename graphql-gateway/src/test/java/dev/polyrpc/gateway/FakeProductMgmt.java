package dev.polyrpc.gateway;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.FieldMaskUtil;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.grpc.CallContext;
import dev.polyrpc.proto.product.v1.AdjustInventoryRequest;
import dev.polyrpc.proto.product.v1.AdjustInventoryResponse;
import dev.polyrpc.proto.product.v1.BatchGetProductsRequest;
import dev.polyrpc.proto.product.v1.BatchGetProductsResponse;
import dev.polyrpc.proto.product.v1.BatchListInventoryEventsRequest;
import dev.polyrpc.proto.product.v1.BatchListInventoryEventsResponse;
import dev.polyrpc.proto.product.v1.CreateProductRequest;
import dev.polyrpc.proto.product.v1.CreateProductResponse;
import dev.polyrpc.proto.product.v1.InventoryCause;
import dev.polyrpc.proto.product.v1.InventoryEvent;
import dev.polyrpc.proto.product.v1.ListProductsRequest;
import dev.polyrpc.proto.product.v1.ListProductsResponse;
import dev.polyrpc.proto.product.v1.Product;
import dev.polyrpc.proto.product.v1.ProductInventoryEvents;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc.ProductMgmtServiceImplBase;
import dev.polyrpc.proto.product.v1.Stock;
import dev.polyrpc.proto.product.v1.WatchInventoryRequest;
import dev.polyrpc.proto.product.v1.WatchInventoryResponse;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/**
 * Product management by hand: products {@code p-0} to {@code p-98}, each with as many events as are asked for, made by
 * alice and bob in turns, who are told of their own names and movements alone.
 */
final class FakeProductMgmt extends ProductMgmtServiceImplBase {
    private static final int PRODUCTS = 99;

    final Backend backend = new Backend();
    private final List<FieldMask> masks = new CopyOnWriteArrayList<>();
    private volatile String broken = "";
    final FakeWatches<WatchInventoryRequest, WatchInventoryResponse> watches = new FakeWatches<>(
            request -> request.hasAfter() ? OptionalLong.of(request.getAfter()) : OptionalLong.empty(),
            FakeProductMgmt::watched);

    @Override
    public void watchInventory(WatchInventoryRequest request, StreamObserver<WatchInventoryResponse> answers) {
        backend.begin("WatchInventory");
        watches.open(request, answers);
    }

    @Override
    public void batchGetProducts(BatchGetProductsRequest request, StreamObserver<BatchGetProductsResponse> answers) {
        masks.add(request.getReadMask());
        backend.answer("BatchGetProducts", answers, () -> {
            if (request.getProductIdsList().contains(broken)) {
                throw new Failure(Kind.UNAVAILABLE, "SERVER_DRAINING", "told by the test");
            }
            BatchGetProductsResponse.Builder answer = BatchGetProductsResponse.newBuilder();
            for (String id : request.getProductIdsList()) {
                if (exists(id)) {
                    answer.addProducts(FieldMaskUtil.trim(withId(request.getReadMask()), product(id)));
                } else {
                    answer.addMissingProductIds(id);
                }
            }
            return answer.build();
        });
    }

    @Override
    public void listProducts(ListProductsRequest request, StreamObserver<ListProductsResponse> answers) {
        masks.add(request.getReadMask());
        backend.answer("ListProducts", answers, () -> {
            int from = request.getPageToken().isEmpty() ? 0 : Integer.parseInt(request.getPageToken());
            int to = Math.min(PRODUCTS, from + request.getPageSize());
            return ListProductsResponse.newBuilder()
                    .addAllProducts(IntStream.range(from, to)
                            .mapToObj(
                                    number -> FieldMaskUtil.trim(withId(request.getReadMask()), product("p-" + number)))
                            .toList())
                    .setNextPageToken(to == PRODUCTS ? "" : String.valueOf(to))
                    .build();
        });
    }

    @Override
    public void batchListInventoryEvents(
            BatchListInventoryEventsRequest request, StreamObserver<BatchListInventoryEventsResponse> answers) {
        backend.answer(
                "BatchListInventoryEvents",
                answers,
                () -> BatchListInventoryEventsResponse.newBuilder()
                        .addAllProducts(request.getProductIdsList().stream()
                                .map(id -> ProductInventoryEvents.newBuilder()
                                        .setProductId(id)
                                        .addAllEvents(events(id, request.getLimit()))
                                        .build())
                                .toList())
                        .build());
    }

    @Override
    public void createProduct(CreateProductRequest request, StreamObserver<CreateProductResponse> answers) {
        backend.answer(
                "CreateProduct",
                answers,
                () -> CreateProductResponse.newBuilder()
                        .setProduct(
                                request.getProduct().toBuilder().setEtag("1").setStock(Stock.getDefaultInstance()))
                        .build());
    }

    @Override
    public void adjustInventory(AdjustInventoryRequest request, StreamObserver<AdjustInventoryResponse> answers) {
        backend.answer("AdjustInventory", answers, () -> {
            if (request.getChange() == 0) {
                throw Failure.invalid("QUANTITY_OUT_OF_RANGE", "change", 0, "-100000 to 100000, not 0");
            }
            if (request.getChange() < 0) {
                throw new Failure(Kind.STATE, "STOCK_OUT_OF_RANGE", "stock would go below 0");
            }
            return AdjustInventoryResponse.newBuilder()
                    .setEvent(event(request.getProductId(), 1))
                    .build();
        });
    }

    /** The fields that each read of products asked for. */
    List<List<String>> masks() {
        return masks.stream().map(mask -> List.copyOf(mask.getPathsList())).toList();
    }

    /** From now on a batch with that product fails. */
    void breakBatchesWith(String productId) {
        broken = productId;
    }

    void reset() {
        backend.reset();
        watches.reset();
        masks.clear();
        broken = "";
    }

    private static FieldMask withId(FieldMask mask) {
        List<String> all = Product.getDescriptor().getFields().stream()
                .map(FieldDescriptor::getName)
                .toList();
        return mask.getPathsCount() == 0
                ? FieldMask.newBuilder().addAllPaths(all).build()
                : mask.toBuilder().addPaths("product_id").build();
    }

    private static boolean exists(String id) {
        return id.matches("p-[0-9]{1,2}") && Integer.parseInt(id.substring(2)) < PRODUCTS;
    }

    private static Product product(String id) {
        return Product.newBuilder()
                .setProductId(id)
                .setName("Product " + id)
                .setUnitPriceCents(1_800)
                .setEtag("e")
                .setStock(Stock.newBuilder().setOnHand(39).setStockVersion(4_000_000_000L))
                .setCreateTime(Timestamp.newBuilder().setSeconds(1_700_000_000))
                .setUpdateTime(Timestamp.newBuilder().setSeconds(1_700_000_001))
                .build();
    }

    private static List<InventoryEvent> events(String productId, int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> event(productId, number))
                .toList();
    }

    private static InventoryEvent event(String productId, int number) {
        String initiator = number % 2 == 0 ? "alice" : "bob";
        boolean own = CallContext.caller().subject().equals(initiator);
        return InventoryEvent.newBuilder()
                .setPosition(5_000_000_000L + number)
                .setProductId(productId)
                .setCause(InventoryCause.INVENTORY_CAUSE_ADJUSTMENT)
                .setChange(5)
                .setStock(Stock.newBuilder().setOnHand(44))
                .setMovementId(own ? "returns/%d:quarantine".formatted(number) : "")
                .setInitiatedBy(own ? initiator : "")
                .setEventTime(Timestamp.newBuilder().setSeconds(1_700_000_002))
                .build();
    }

    /** Of products {@code p-0} to {@code p-9} in turns. */
    private static WatchInventoryResponse watched(long position, String movement) {
        return WatchInventoryResponse.newBuilder()
                .setEvent(InventoryEvent.newBuilder()
                        .setPosition(position)
                        .setProductId("p-" + position % 10)
                        .setCause(InventoryCause.INVENTORY_CAUSE_ADJUSTMENT)
                        .setChange(1)
                        .setStock(Stock.newBuilder().setOnHand(1).setStockVersion(position))
                        .setMovementId(movement)
                        .setEventTime(Timestamp.newBuilder().setSeconds(1_700_000_002)))
                .build();
    }
}
