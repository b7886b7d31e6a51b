package dev.polyrpc.benchmark.stack;

import dev.polyrpc.benchmark.load.Batch;
import dev.polyrpc.benchmark.load.Callers;
import dev.polyrpc.proto.product.v1.AdjustInventoryRequest;
import dev.polyrpc.proto.product.v1.CreateProductRequest;
import dev.polyrpc.proto.product.v1.ListInventoryEventsRequest;
import dev.polyrpc.proto.product.v1.ListProductsRequest;
import dev.polyrpc.proto.product.v1.Product;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.Stock;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Fills a catalogue over the wire, as a client would, and reads it. For use by one thread. */
public final class Catalogue {
    private static final long LIMIT_S = 10;

    private final Connections connections;
    private final Callers writer;
    private final int products;

    /** Of a service that holds, or will hold, so many products. */
    public Catalogue(Connections connections, String writerToken, int products) {
        this.connections = connections;
        this.writer = Callers.of(List.of(writerToken));
        this.products = products;
    }

    /** Creates all products. */
    public void create() throws InterruptedException {
        Batch.run(
                connections,
                writer,
                ProductMgmtServiceGrpc.getCreateProductMethod(),
                products,
                n -> CreateProductRequest.newBuilder()
                        .setProduct(SampleMessages.product(n))
                        .setRequestId(UUID.randomUUID().toString())
                        .build());
    }

    /** Adds a unit to the stock of one product after the other: so many events. */
    public void adjust(int events) throws InterruptedException {
        Batch.run(
                connections,
                writer,
                ProductMgmtServiceGrpc.getAdjustInventoryMethod(),
                events,
                n -> AdjustInventoryRequest.newBuilder()
                        .setProductId(SampleMessages.productId(n % products))
                        .setChange(1)
                        .setRequestId(UUID.randomUUID().toString())
                        .build());
    }

    /** The position of the latest event. */
    public long newest() {
        return call(
                        ProductMgmtServiceGrpc.getListInventoryEventsMethod(),
                        ListInventoryEventsRequest.newBuilder().setPageSize(1).build())
                .getEvents(0)
                .getPosition();
    }

    /** The stock of the first products. */
    public List<Stock> stocks(int count) {
        return call(
                        ProductMgmtServiceGrpc.getListProductsMethod(),
                        ListProductsRequest.newBuilder().setPageSize(count).build())
                .getProductsList()
                .stream()
                .map(Product::getStock)
                .toList();
    }

    private <Q, A> A call(MethodDescriptor<Q, A> method, Q request) {
        return ClientCalls.blockingUnaryCall(
                ClientInterceptors.intercept(
                        connections.get(0), MetadataUtils.newAttachHeadersInterceptor(writer.headers(0))),
                method,
                CallOptions.DEFAULT.withDeadlineAfter(LIMIT_S, TimeUnit.SECONDS),
                request);
    }
}
