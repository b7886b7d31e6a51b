package dev.polyrpc.benchmark;

import dev.polyrpc.benchmark.load.Batch;
import dev.polyrpc.benchmark.load.Callers;
import dev.polyrpc.benchmark.stack.Connections;
import dev.polyrpc.benchmark.stack.SampleMessages;
import dev.polyrpc.proto.product.v1.AdjustInventoryRequest;
import dev.polyrpc.proto.product.v1.CreateProductRequest;
import dev.polyrpc.proto.product.v1.GetProductRequest;
import dev.polyrpc.proto.product.v1.ListInventoryEventsRequest;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Fills a catalogue over the wire, as a client would, and reads it. For use by one thread. */
final class Catalogue {
    private static final long LIMIT_S = 10;

    private final Connections connections;
    private final Callers writer;
    private final int products;

    /** Of a service that holds, or will hold, so many products. */
    Catalogue(Connections connections, String writerToken, int products) {
        this.connections = connections;
        this.writer = Callers.of(List.of(writerToken));
        this.products = products;
    }

    /** Creates all products. */
    void create() throws InterruptedException {
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
    void adjust(int events) throws InterruptedException {
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
    long newest() {
        return ClientCalls.blockingUnaryCall(
                        ClientInterceptors.intercept(
                                connections.get(0), MetadataUtils.newAttachHeadersInterceptor(writer.headers(0))),
                        ProductMgmtServiceGrpc.getListInventoryEventsMethod(),
                        CallOptions.DEFAULT.withDeadlineAfter(LIMIT_S, TimeUnit.SECONDS),
                        ListInventoryEventsRequest.newBuilder().setPageSize(1).build())
                .getEvents(0)
                .getPosition();
    }

    /** A request for each product. */
    static List<GetProductRequest> requests(int products) {
        return IntStream.range(0, products)
                .mapToObj(n -> GetProductRequest.newBuilder()
                        .setProductId(SampleMessages.productId(n))
                        .build())
                .toList();
    }
}
