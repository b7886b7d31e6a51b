package dev.polyrpc.benchmark.server;

import dev.polyrpc.thrift.common.v1.CallContext;
import dev.polyrpc.thrift.product.v1.AdjustInventoryRequest;
import dev.polyrpc.thrift.product.v1.AdjustInventoryResponse;
import dev.polyrpc.thrift.product.v1.BatchListInventoryEventsRequest;
import dev.polyrpc.thrift.product.v1.BatchListInventoryEventsResponse;
import dev.polyrpc.thrift.product.v1.CreateProductRequest;
import dev.polyrpc.thrift.product.v1.CreateProductResponse;
import dev.polyrpc.thrift.product.v1.ImportProductsRequest;
import dev.polyrpc.thrift.product.v1.ImportProductsResponse;
import dev.polyrpc.thrift.product.v1.ListInventoryEventsRequest;
import dev.polyrpc.thrift.product.v1.ListInventoryEventsResponse;
import dev.polyrpc.thrift.product.v1.MoveStockRequest;
import dev.polyrpc.thrift.product.v1.MoveStockResponse;
import dev.polyrpc.thrift.product.v1.ProductMgmtService;
import dev.polyrpc.thrift.product.v1.ReconcileInventoryRequest;
import dev.polyrpc.thrift.product.v1.ReconcileInventoryResponse;
import dev.polyrpc.thrift.product.v1.UpdateProductRequest;
import dev.polyrpc.thrift.product.v1.UpdateProductResponse;
import dev.polyrpc.thrift.product.v1.WatchInventoryRequest;
import dev.polyrpc.thrift.product.v1.WatchInventoryResponse;
import org.apache.thrift.TException;

/** The contract's methods that few servers here have: refused unless they do. */
interface ThriftReads extends ProductMgmtService.Iface {
    @Override
    default CreateProductResponse createProduct(CallContext context, CreateProductRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    default UpdateProductResponse updateProduct(CallContext context, UpdateProductRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    default AdjustInventoryResponse adjustInventory(CallContext context, AdjustInventoryRequest request)
            throws TException {
        throw new UnsupportedOperationException();
    }

    @Override
    default MoveStockResponse moveStock(CallContext context, MoveStockRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    default ListInventoryEventsResponse listInventoryEvents(CallContext context, ListInventoryEventsRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    default BatchListInventoryEventsResponse batchListInventoryEvents(
            CallContext context, BatchListInventoryEventsRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    default ImportProductsResponse importProducts(CallContext context, ImportProductsRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    default WatchInventoryResponse watchInventory(CallContext context, WatchInventoryRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    default ReconcileInventoryResponse reconcileInventory(CallContext context, ReconcileInventoryRequest request) {
        throw new UnsupportedOperationException();
    }
}
