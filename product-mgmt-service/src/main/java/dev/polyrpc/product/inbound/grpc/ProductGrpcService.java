package dev.polyrpc.product.inbound.grpc;

import static dev.polyrpc.kit.grpc.Answers.answer;

import dev.polyrpc.kit.grpc.CallContext;
import dev.polyrpc.kit.grpc.EncodedMethod;
import dev.polyrpc.kit.grpc.ItemStream;
import dev.polyrpc.kit.grpc.WatchAnswer;
import dev.polyrpc.kit.identity.Caller;
import dev.polyrpc.product.domain.Catalogue;
import dev.polyrpc.product.domain.FieldMask;
import dev.polyrpc.product.domain.Inventory;
import dev.polyrpc.product.domain.InventoryEvent;
import dev.polyrpc.product.domain.InventoryWatch;
import dev.polyrpc.product.domain.Page;
import dev.polyrpc.product.domain.PageRequest;
import dev.polyrpc.product.domain.RequestKey;
import dev.polyrpc.product.domain.Visibility;
import dev.polyrpc.proto.product.v1.AdjustInventoryRequest;
import dev.polyrpc.proto.product.v1.AdjustInventoryResponse;
import dev.polyrpc.proto.product.v1.BatchListInventoryEventsRequest;
import dev.polyrpc.proto.product.v1.BatchListInventoryEventsResponse;
import dev.polyrpc.proto.product.v1.CreateProductRequest;
import dev.polyrpc.proto.product.v1.CreateProductResponse;
import dev.polyrpc.proto.product.v1.ImportProductsRequest;
import dev.polyrpc.proto.product.v1.ImportProductsResponse;
import dev.polyrpc.proto.product.v1.ListInventoryEventsRequest;
import dev.polyrpc.proto.product.v1.ListInventoryEventsResponse;
import dev.polyrpc.proto.product.v1.MoveStockRequest;
import dev.polyrpc.proto.product.v1.MoveStockResponse;
import dev.polyrpc.proto.product.v1.ProductInventoryEvents;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.ReconcileInventoryRequest;
import dev.polyrpc.proto.product.v1.ReconcileInventoryResponse;
import dev.polyrpc.proto.product.v1.UpdateProductRequest;
import dev.polyrpc.proto.product.v1.UpdateProductResponse;
import dev.polyrpc.proto.product.v1.WatchInventoryRequest;
import dev.polyrpc.proto.product.v1.WatchInventoryResponse;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.StreamObserver;

/** Product management over gRPC. Safe for use by many threads. */
public final class ProductGrpcService extends ProductMgmtServiceGrpc.ProductMgmtServiceImplBase {
    private final Catalogue catalogue;
    private final Inventory inventory;
    private final EncodedReads reads;
    private final InventoryMessages messages = new InventoryMessages();

    /** Serves these use cases. */
    public ProductGrpcService(Catalogue catalogue, Inventory inventory) {
        this.catalogue = catalogue;
        this.inventory = inventory;
        this.reads = new EncodedReads(catalogue);
    }

    /** The methods that read too much for an event loop. */
    public static MethodDescriptor<?, ?>[] blocking() {
        return new MethodDescriptor<?, ?>[] {
            ProductMgmtServiceGrpc.getListInventoryEventsMethod(),
            ProductMgmtServiceGrpc.getBatchListInventoryEventsMethod()
        };
    }

    /** What a server adds: all methods of this, where reads of products send bytes that are made once for each state. */
    public ServerServiceDefinition whole() {
        return within(this);
    }

    /** Another service with the GetProduct, BatchGetProducts and ListProducts of this. */
    public ServerServiceDefinition within(BindableService service) {
        ServerServiceDefinition reading = service.bindService();
        reading = EncodedMethod.in(reading, ProductMgmtServiceGrpc.getGetProductMethod(), reads::getProduct);
        reading =
                EncodedMethod.in(reading, ProductMgmtServiceGrpc.getBatchGetProductsMethod(), reads::batchGetProducts);
        return EncodedMethod.in(reading, ProductMgmtServiceGrpc.getListProductsMethod(), reads::listProducts);
    }

    @Override
    public void createProduct(CreateProductRequest request, StreamObserver<CreateProductResponse> responses) {
        catalogue
                .create(
                        request.getProduct().getProductId(),
                        ProductMapper.entry(request.getProduct()),
                        key(request.getRequestId()))
                .thenApply(product -> CreateProductResponse.newBuilder()
                        .setProduct(ProductMapper.toProto(product))
                        .build())
                .whenComplete(answer(responses));
    }

    @Override
    public void updateProduct(UpdateProductRequest request, StreamObserver<UpdateProductResponse> responses) {
        catalogue
                .update(
                        request.getProduct().getProductId(),
                        request.getProduct().getEtag(),
                        ProductMapper.entry(request.getProduct()),
                        FieldMask.updating(request.getUpdateMask().getPathsList()),
                        key(request.getRequestId()))
                .thenApply(product -> UpdateProductResponse.newBuilder()
                        .setProduct(ProductMapper.toProto(product))
                        .build())
                .whenComplete(answer(responses));
    }

    @Override
    public void adjustInventory(AdjustInventoryRequest request, StreamObserver<AdjustInventoryResponse> responses) {
        inventory
                .adjust(request.getProductId(), request.getChange(), key(request.getRequestId()))
                .thenApply(event -> AdjustInventoryResponse.newBuilder()
                        .setEvent(InventoryEventMapper.toProto(event))
                        .build())
                .whenComplete(answer(responses));
    }

    @Override
    public void moveStock(MoveStockRequest request, StreamObserver<MoveStockResponse> responses) {
        Caller caller = CallContext.caller();
        inventory
                .move(Movements.movement(request, caller), caller.subject())
                .thenApply(event -> MoveStockResponse.newBuilder()
                        .setEvent(InventoryEventMapper.toProto(event))
                        .build())
                .whenComplete(answer(responses));
    }

    @Override
    public void listInventoryEvents(
            ListInventoryEventsRequest request, StreamObserver<ListInventoryEventsResponse> responses) {
        Page<InventoryEvent> page = inventory.events(
                request.getProductId(), new PageRequest(request.getPageSize(), request.getPageToken()), visibility());
        reply(
                responses,
                ListInventoryEventsResponse.newBuilder()
                        .addAllEvents(InventoryEventMapper.toProto(page.items()))
                        .setNextPageToken(page.nextToken())
                        .build());
    }

    @Override
    public void batchListInventoryEvents(
            BatchListInventoryEventsRequest request, StreamObserver<BatchListInventoryEventsResponse> responses) {
        BatchListInventoryEventsResponse.Builder response = BatchListInventoryEventsResponse.newBuilder();
        inventory
                .latestEvents(request.getProductIdsList(), request.getLimit(), visibility())
                .forEach((productId, events) -> response.addProducts(ProductInventoryEvents.newBuilder()
                        .setProductId(productId)
                        .addAllEvents(InventoryEventMapper.toProto(events))));
        reply(responses, response.build());
    }

    @Override
    public void watchInventory(WatchInventoryRequest request, StreamObserver<WatchInventoryResponse> responses) {
        Visibility visibility = visibility();
        WatchAnswer.start(
                responses, more -> watched(request, more), (InventoryEvent event) -> messages.of(event, visibility));
    }

    @Override
    public StreamObserver<ImportProductsRequest> importProducts(StreamObserver<ImportProductsResponse> responses) {
        ProductImport products =
                new ProductImport(catalogue, CallContext.caller().subject());
        return ItemStream.collect(responses, products::take, products::summary);
    }

    @Override
    public StreamObserver<ReconcileInventoryRequest> reconcileInventory(
            StreamObserver<ReconcileInventoryResponse> responses) {
        Stocktake counts = new Stocktake(inventory, CallContext.caller().subject());
        return ItemStream.answerEach(responses, counts::take);
    }

    private WatchAnswer.Watched<InventoryEvent> watched(WatchInventoryRequest request, Runnable more) {
        InventoryWatch events =
                inventory.watch(request.hasAfter() ? request.getAfter() : null, request.getProductIdsList(), more);
        return new WatchAnswer.Watched<>(events.start(), events.next(), events.close());
    }

    private static Visibility visibility() {
        Caller caller = CallContext.caller();
        return Visibility.of(caller.subject(), caller.staff());
    }

    private static RequestKey key(String requestId) {
        return new RequestKey(CallContext.caller().subject(), requestId);
    }

    private static <T> void reply(StreamObserver<T> responses, T response) {
        responses.onNext(response);
        responses.onCompleted();
    }
}
