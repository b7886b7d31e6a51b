package dev.polyrpc.benchmark.load;

import dev.polyrpc.benchmark.stack.SampleMessages;
import dev.polyrpc.benchmark.stack.Work;
import dev.polyrpc.proto.product.v1.AdjustInventoryRequest;
import dev.polyrpc.proto.product.v1.BatchGetProductsRequest;
import dev.polyrpc.proto.product.v1.GetProductRequest;
import dev.polyrpc.proto.product.v1.ListProductsRequest;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import java.util.List;
import java.util.stream.IntStream;

/** The unary works, asked over gRPC. Immutable. */
public final class GrpcQuestions {
    private static final int BATCHES = 512;

    private GrpcQuestions() {}

    /** What a work asks of a catalogue of so many products. */
    public static Question<?, ?> of(Work work, int products) {
        return switch (work) {
            case GET -> {
                List<GetProductRequest> requests = all(products);
                yield new Question<>(
                        ProductMgmtServiceGrpc.getGetProductMethod(),
                        random -> requests.get(random.nextInt(requests.size())));
            }
            case LIST -> {
                ListProductsRequest request =
                        ListProductsRequest.newBuilder().setPageSize(Work.PAGE).build();
                yield new Question<>(ProductMgmtServiceGrpc.getListProductsMethod(), random -> request);
            }
            case BATCH_100 -> {
                List<BatchGetProductsRequest> requests = IntStream.range(0, BATCHES)
                        .mapToObj(n -> batch((int) ((long) n * products / BATCHES), products))
                        .toList();
                yield new Question<>(
                        ProductMgmtServiceGrpc.getBatchGetProductsMethod(),
                        random -> requests.get(random.nextInt(requests.size())));
            }
            case ADJUST ->
                new Question<>(
                        ProductMgmtServiceGrpc.getAdjustInventoryMethod(),
                        random -> AdjustInventoryRequest.newBuilder()
                                .setProductId(SampleMessages.productId(random.nextInt(products)))
                                .setChange(1)
                                .setRequestId(RequestIds.next())
                                .build());
            case SERVER_STREAM, CLIENT_STREAM, BIDI ->
                throw new IllegalArgumentException("%s (expected: a unary work)".formatted(work));
        };
    }

    private static List<GetProductRequest> all(int products) {
        return IntStream.range(0, products)
                .mapToObj(n -> GetProductRequest.newBuilder()
                        .setProductId(SampleMessages.productId(n))
                        .build())
                .toList();
    }

    private static BatchGetProductsRequest batch(int first, int products) {
        BatchGetProductsRequest.Builder batch = BatchGetProductsRequest.newBuilder();
        for (int n = 0; n < Math.min(Work.BATCH, products); n++) {
            batch.addProductIds(SampleMessages.productId((first + n) % products));
        }
        return batch.build();
    }
}
