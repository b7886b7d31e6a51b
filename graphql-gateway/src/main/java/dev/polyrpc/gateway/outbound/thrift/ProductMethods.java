package dev.polyrpc.gateway.outbound.thrift;

import dev.polyrpc.kit.thrift.ThriftMethod;
import dev.polyrpc.thrift.product.v1.AdjustInventoryRequest;
import dev.polyrpc.thrift.product.v1.AdjustInventoryResponse;
import dev.polyrpc.thrift.product.v1.BatchGetProductsRequest;
import dev.polyrpc.thrift.product.v1.BatchGetProductsResponse;
import dev.polyrpc.thrift.product.v1.BatchListInventoryEventsRequest;
import dev.polyrpc.thrift.product.v1.BatchListInventoryEventsResponse;
import dev.polyrpc.thrift.product.v1.CreateProductRequest;
import dev.polyrpc.thrift.product.v1.CreateProductResponse;
import dev.polyrpc.thrift.product.v1.ListProductsRequest;
import dev.polyrpc.thrift.product.v1.ListProductsResponse;
import dev.polyrpc.thrift.product.v1.ProductMgmtService.adjustInventory_args;
import dev.polyrpc.thrift.product.v1.ProductMgmtService.adjustInventory_result;
import dev.polyrpc.thrift.product.v1.ProductMgmtService.batchGetProducts_args;
import dev.polyrpc.thrift.product.v1.ProductMgmtService.batchGetProducts_result;
import dev.polyrpc.thrift.product.v1.ProductMgmtService.batchListInventoryEvents_args;
import dev.polyrpc.thrift.product.v1.ProductMgmtService.batchListInventoryEvents_result;
import dev.polyrpc.thrift.product.v1.ProductMgmtService.createProduct_args;
import dev.polyrpc.thrift.product.v1.ProductMgmtService.createProduct_result;
import dev.polyrpc.thrift.product.v1.ProductMgmtService.listProducts_args;
import dev.polyrpc.thrift.product.v1.ProductMgmtService.listProducts_result;
import dev.polyrpc.thrift.product.v1.ProductMgmtService.watchInventory_args;
import dev.polyrpc.thrift.product.v1.ProductMgmtService.watchInventory_result;
import dev.polyrpc.thrift.product.v1.WatchInventoryRequest;
import dev.polyrpc.thrift.product.v1.WatchInventoryResponse;

/** The methods of product management that the graph needs. */
final class ProductMethods {
    static final ThriftMethod<BatchGetProductsRequest, BatchGetProductsResponse> BATCH_GET = ThriftMethod.of(
            "batchGetProducts",
            batchGetProducts_args::new,
            batchGetProducts_result::new,
            batchGetProducts_result::getSuccess);
    static final ThriftMethod<ListProductsRequest, ListProductsResponse> LIST = ThriftMethod.of(
            "listProducts", listProducts_args::new, listProducts_result::new, listProducts_result::getSuccess);
    static final ThriftMethod<BatchListInventoryEventsRequest, BatchListInventoryEventsResponse> BATCH_LIST_EVENTS =
            ThriftMethod.of(
                    "batchListInventoryEvents",
                    batchListInventoryEvents_args::new,
                    batchListInventoryEvents_result::new,
                    batchListInventoryEvents_result::getSuccess);
    static final ThriftMethod<CreateProductRequest, CreateProductResponse> CREATE = ThriftMethod.of(
            "createProduct", createProduct_args::new, createProduct_result::new, createProduct_result::getSuccess);
    static final ThriftMethod<AdjustInventoryRequest, AdjustInventoryResponse> ADJUST = ThriftMethod.of(
            "adjustInventory",
            adjustInventory_args::new,
            adjustInventory_result::new,
            adjustInventory_result::getSuccess);
    static final ThriftMethod<WatchInventoryRequest, WatchInventoryResponse> WATCH = ThriftMethod.of(
            "watchInventory", watchInventory_args::new, watchInventory_result::new, watchInventory_result::getSuccess);

    private ProductMethods() {}
}
