package dev.polyrpc.product.inbound.thrift;

import static dev.polyrpc.kit.thrift.Answers.answer;
import static dev.polyrpc.kit.thrift.Answers.listed;

import dev.polyrpc.kit.call.Polls;
import dev.polyrpc.kit.identity.Caller;
import dev.polyrpc.kit.thrift.ThriftCall;
import dev.polyrpc.product.domain.Catalogue;
import dev.polyrpc.product.domain.FieldMask;
import dev.polyrpc.product.domain.Inventory;
import dev.polyrpc.product.domain.InventoryEvent;
import dev.polyrpc.product.domain.InventoryWatch;
import dev.polyrpc.product.domain.KeptProduct;
import dev.polyrpc.product.domain.Page;
import dev.polyrpc.product.domain.PageRequest;
import dev.polyrpc.product.domain.RequestKey;
import dev.polyrpc.product.domain.Visibility;
import dev.polyrpc.thrift.common.v1.CallContext;
import dev.polyrpc.thrift.product.v1.AdjustInventoryRequest;
import dev.polyrpc.thrift.product.v1.AdjustInventoryResponse;
import dev.polyrpc.thrift.product.v1.BatchGetProductsRequest;
import dev.polyrpc.thrift.product.v1.BatchGetProductsResponse;
import dev.polyrpc.thrift.product.v1.BatchListInventoryEventsRequest;
import dev.polyrpc.thrift.product.v1.BatchListInventoryEventsResponse;
import dev.polyrpc.thrift.product.v1.CreateProductRequest;
import dev.polyrpc.thrift.product.v1.CreateProductResponse;
import dev.polyrpc.thrift.product.v1.GetProductRequest;
import dev.polyrpc.thrift.product.v1.GetProductResponse;
import dev.polyrpc.thrift.product.v1.ImportProductsRequest;
import dev.polyrpc.thrift.product.v1.ImportProductsResponse;
import dev.polyrpc.thrift.product.v1.ListInventoryEventsRequest;
import dev.polyrpc.thrift.product.v1.ListInventoryEventsResponse;
import dev.polyrpc.thrift.product.v1.ListProductsRequest;
import dev.polyrpc.thrift.product.v1.ListProductsResponse;
import dev.polyrpc.thrift.product.v1.MoveStockRequest;
import dev.polyrpc.thrift.product.v1.MoveStockResponse;
import dev.polyrpc.thrift.product.v1.Product;
import dev.polyrpc.thrift.product.v1.ProductInventoryEvents;
import dev.polyrpc.thrift.product.v1.ProductMgmtService;
import dev.polyrpc.thrift.product.v1.ReconcileInventoryRequest;
import dev.polyrpc.thrift.product.v1.ReconcileInventoryResponse;
import dev.polyrpc.thrift.product.v1.UpdateProductRequest;
import dev.polyrpc.thrift.product.v1.UpdateProductResponse;
import dev.polyrpc.thrift.product.v1.WatchInventoryRequest;
import dev.polyrpc.thrift.product.v1.WatchInventoryResponse;
import java.util.ArrayList;
import java.util.List;
import org.apache.thrift.async.AsyncMethodCallback;

/** Product management over Thrift. Safe for use by many threads. */
public final class ProductThriftHandler implements ProductMgmtService.AsyncIface, AutoCloseable {
    private final Catalogue catalogue;
    private final Inventory inventory;
    private final Polls polls = new Polls();

    /** Serves these use cases. */
    public ProductThriftHandler(Catalogue catalogue, Inventory inventory) {
        this.catalogue = catalogue;
        this.inventory = inventory;
    }

    /** The methods that read too much for an event loop. */
    public static String[] blocking() {
        return new String[] {"listInventoryEvents", "batchListInventoryEvents"};
    }

    @Override
    public void getProduct(
            CallContext context, GetProductRequest request, AsyncMethodCallback<GetProductResponse> answers) {
        ReadMask mask = ReadMask.of(request.getReadMask());
        Product product = ProductMapper.toThrift(catalogue.get(request.getProductId()));
        answers.onComplete(new GetProductResponse().setProduct(mask.of(product)));
    }

    @Override
    public void batchGetProducts(
            CallContext context,
            BatchGetProductsRequest request,
            AsyncMethodCallback<BatchGetProductsResponse> answers) {
        ReadMask mask = ReadMask.withId(request.getReadMask());
        catalogue
                .getAll(listed(request.getProductIds()))
                .thenApply(batch -> new BatchGetProductsResponse(masked(batch.found(), mask), batch.missing()))
                .whenComplete(answer(answers));
    }

    @Override
    public void listProducts(
            CallContext context, ListProductsRequest request, AsyncMethodCallback<ListProductsResponse> answers) {
        ReadMask mask = ReadMask.withId(request.getReadMask());
        catalogue
                .list(new PageRequest(request.getPageSize(), request.getPageToken()))
                .thenApply(page -> new ListProductsResponse(masked(page.items(), mask), page.nextToken()))
                .whenComplete(answer(answers));
    }

    @Override
    public void createProduct(
            CallContext context, CreateProductRequest request, AsyncMethodCallback<CreateProductResponse> answers) {
        Product product = request.isSetProduct() ? request.getProduct() : new Product();
        catalogue
                .create(product.getProductId(), ProductMapper.entry(product), key(request.getRequestId()))
                .thenApply(created -> new CreateProductResponse().setProduct(ProductMapper.toThrift(created)))
                .whenComplete(answer(answers));
    }

    @Override
    public void updateProduct(
            CallContext context, UpdateProductRequest request, AsyncMethodCallback<UpdateProductResponse> answers) {
        Product product = request.isSetProduct() ? request.getProduct() : new Product();
        catalogue
                .update(
                        product.getProductId(),
                        product.getEtag(),
                        ProductMapper.entry(product),
                        FieldMask.updating(listed(request.getUpdateMask())),
                        key(request.getRequestId()))
                .thenApply(updated -> new UpdateProductResponse().setProduct(ProductMapper.toThrift(updated)))
                .whenComplete(answer(answers));
    }

    @Override
    public void adjustInventory(
            CallContext context, AdjustInventoryRequest request, AsyncMethodCallback<AdjustInventoryResponse> answers) {
        inventory
                .adjust(request.getProductId(), request.getChange(), key(request.getRequestId()))
                .thenApply(event -> new AdjustInventoryResponse().setEvent(InventoryEventMapper.toThrift(event)))
                .whenComplete(answer(answers));
    }

    @Override
    public void moveStock(
            CallContext context, MoveStockRequest request, AsyncMethodCallback<MoveStockResponse> answers) {
        Caller caller = ThriftCall.current().caller();
        inventory
                .move(Movements.movement(request, caller), caller.subject())
                .thenApply(event -> new MoveStockResponse().setEvent(InventoryEventMapper.toThrift(event)))
                .whenComplete(answer(answers));
    }

    @Override
    public void listInventoryEvents(
            CallContext context,
            ListInventoryEventsRequest request,
            AsyncMethodCallback<ListInventoryEventsResponse> answers) {
        Page<InventoryEvent> page = inventory.events(
                request.getProductId(), new PageRequest(request.getPageSize(), request.getPageToken()), visibility());
        answers.onComplete(
                new ListInventoryEventsResponse(InventoryEventMapper.toThrift(page.items()), page.nextToken()));
    }

    @Override
    public void batchListInventoryEvents(
            CallContext context,
            BatchListInventoryEventsRequest request,
            AsyncMethodCallback<BatchListInventoryEventsResponse> answers) {
        List<ProductInventoryEvents> products = new ArrayList<>();
        inventory
                .latestEvents(listed(request.getProductIds()), request.getLimit(), visibility())
                .forEach((productId, events) ->
                        products.add(new ProductInventoryEvents(productId, InventoryEventMapper.toThrift(events))));
        answers.onComplete(new BatchListInventoryEventsResponse(products));
    }

    @Override
    public void importProducts(
            CallContext context, ImportProductsRequest request, AsyncMethodCallback<ImportProductsResponse> answers) {
        new ProductImport(catalogue, subject()).take(request).whenComplete(answer(answers));
    }

    @Override
    public void reconcileInventory(
            CallContext context,
            ReconcileInventoryRequest request,
            AsyncMethodCallback<ReconcileInventoryResponse> answers) {
        new Stocktake(inventory, subject()).take(request).whenComplete(answer(answers));
    }

    @Override
    public void watchInventory(
            CallContext context, WatchInventoryRequest request, AsyncMethodCallback<WatchInventoryResponse> answers) {
        Visibility visibility = visibility();
        ThriftCall call = ThriftCall.current();
        polls.poll(
                        new Polls.Asked(request.getLimit(), request.getWaitMs()),
                        call.timeLeft(),
                        call.end(),
                        InventoryEvent::position,
                        more -> watched(request, more))
                .thenApply(polled -> new WatchInventoryResponse(
                        InventoryEventMapper.toThrift(
                                polled.events().stream().map(visibility::of).toList()),
                        polled.nextAfter()))
                .whenComplete(answer(answers));
    }

    private Polls.Watched<InventoryEvent> watched(WatchInventoryRequest request, Runnable more) {
        InventoryWatch events = inventory.watch(
                request.isSetAfter() ? request.getAfter() : null, listed(request.getProductIds()), more);
        return new Polls.Watched<>(events.start(), events.next(), events.position(), events.behind(), events.close());
    }

    /** Has those who poll answered, so that the server can close; from then on nobody waits. */
    @Override
    public void close() {
        polls.close();
    }

    private static List<Product> masked(List<KeptProduct> products, ReadMask mask) {
        List<Product> messages = new ArrayList<>(products.size());
        products.forEach(kept -> messages.add(mask.of(ProductMapper.toThrift(kept.product()))));
        return messages;
    }

    private static Visibility visibility() {
        Caller caller = ThriftCall.current().caller();
        return Visibility.of(caller.subject(), caller.staff());
    }

    private static RequestKey key(String requestId) {
        return new RequestKey(subject(), requestId);
    }

    private static String subject() {
        return ThriftCall.current().caller().subject();
    }
}
