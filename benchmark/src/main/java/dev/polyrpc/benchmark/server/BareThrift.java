package dev.polyrpc.benchmark.server;

import dev.polyrpc.benchmark.stack.SampleMessages;
import dev.polyrpc.benchmark.stack.Work;
import dev.polyrpc.thrift.common.v1.CallContext;
import dev.polyrpc.thrift.product.v1.BatchGetProductsRequest;
import dev.polyrpc.thrift.product.v1.BatchGetProductsResponse;
import dev.polyrpc.thrift.product.v1.GetProductRequest;
import dev.polyrpc.thrift.product.v1.GetProductResponse;
import dev.polyrpc.thrift.product.v1.ListProductsRequest;
import dev.polyrpc.thrift.product.v1.ListProductsResponse;
import dev.polyrpc.thrift.product.v1.Product;
import dev.polyrpc.thrift.product.v1.Stock;
import java.util.Collections;
import java.util.List;

/** The least that answers the contract over Thrift: one message from memory, whoever asks. Safe for use by many threads. */
final class BareThrift implements ThriftReads {
    private static final GetProductResponse PRODUCT = new GetProductResponse().setProduct(product());
    private static final ListProductsResponse PAGE =
            new ListProductsResponse(Collections.nCopies(Work.PAGE, product()), "");
    private static final BatchGetProductsResponse BATCH =
            new BatchGetProductsResponse(Collections.nCopies(Work.BATCH, product()), List.of());

    @Override
    public GetProductResponse getProduct(CallContext context, GetProductRequest request) {
        return PRODUCT;
    }

    @Override
    public ListProductsResponse listProducts(CallContext context, ListProductsRequest request) {
        return PAGE;
    }

    @Override
    public BatchGetProductsResponse batchGetProducts(CallContext context, BatchGetProductsRequest request) {
        return BATCH;
    }

    private static Product product() {
        dev.polyrpc.proto.product.v1.Product sample = SampleMessages.answered();
        return new Product()
                .setProductId(sample.getProductId())
                .setName(sample.getName())
                .setCategory(sample.getCategory())
                .setQuantityPerUnit(sample.getQuantityPerUnit())
                .setUnitPriceCents(sample.getUnitPriceCents())
                .setDiscontinued(sample.getDiscontinued())
                .setEtag(sample.getEtag())
                .setStock(new Stock()
                        .setOnHand(sample.getStock().getOnHand())
                        .setStockVersion(sample.getStock().getStockVersion()))
                .setCreateTimeMs(1_795_000_000_123L)
                .setUpdateTimeMs(1_795_000_000_123L);
    }
}
