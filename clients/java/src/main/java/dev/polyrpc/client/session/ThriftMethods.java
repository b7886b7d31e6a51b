package dev.polyrpc.client.session;

import dev.polyrpc.kit.thrift.ThriftMethod;
import dev.polyrpc.thrift.product.v1.AdjustInventoryRequest;
import dev.polyrpc.thrift.product.v1.AdjustInventoryResponse;
import dev.polyrpc.thrift.product.v1.GetProductRequest;
import dev.polyrpc.thrift.product.v1.GetProductResponse;
import dev.polyrpc.thrift.product.v1.ProductMgmtService.adjustInventory_args;
import dev.polyrpc.thrift.product.v1.ProductMgmtService.adjustInventory_result;
import dev.polyrpc.thrift.product.v1.ProductMgmtService.getProduct_args;
import dev.polyrpc.thrift.product.v1.ProductMgmtService.getProduct_result;
import dev.polyrpc.thrift.product.v1.ProductMgmtService.watchInventory_args;
import dev.polyrpc.thrift.product.v1.ProductMgmtService.watchInventory_result;
import dev.polyrpc.thrift.product.v1.WatchInventoryRequest;
import dev.polyrpc.thrift.product.v1.WatchInventoryResponse;
import dev.polyrpc.thrift.returns.v1.CancelReturnRequest;
import dev.polyrpc.thrift.returns.v1.CancelReturnResponse;
import dev.polyrpc.thrift.returns.v1.GetReturnRequest;
import dev.polyrpc.thrift.returns.v1.GetReturnResponse;
import dev.polyrpc.thrift.returns.v1.InitiateReturnRequest;
import dev.polyrpc.thrift.returns.v1.InitiateReturnResponse;
import dev.polyrpc.thrift.returns.v1.ReturnService.cancelReturn_args;
import dev.polyrpc.thrift.returns.v1.ReturnService.cancelReturn_result;
import dev.polyrpc.thrift.returns.v1.ReturnService.getReturn_args;
import dev.polyrpc.thrift.returns.v1.ReturnService.getReturn_result;
import dev.polyrpc.thrift.returns.v1.ReturnService.initiateReturn_args;
import dev.polyrpc.thrift.returns.v1.ReturnService.initiateReturn_result;

/** The methods that this client calls over Thrift, by the structs that the compiler has made for each. */
public final class ThriftMethods {
    public static final ThriftMethod<GetProductRequest, GetProductResponse> GET_PRODUCT =
            ThriftMethod.of("getProduct", getProduct_args::new, getProduct_result::new, getProduct_result::getSuccess);
    public static final ThriftMethod<AdjustInventoryRequest, AdjustInventoryResponse> ADJUST_INVENTORY =
            ThriftMethod.of(
                    "adjustInventory",
                    adjustInventory_args::new,
                    adjustInventory_result::new,
                    adjustInventory_result::getSuccess);
    public static final ThriftMethod<WatchInventoryRequest, WatchInventoryResponse> WATCH_INVENTORY = ThriftMethod.of(
            "watchInventory", watchInventory_args::new, watchInventory_result::new, watchInventory_result::getSuccess);
    public static final ThriftMethod<InitiateReturnRequest, InitiateReturnResponse> INITIATE_RETURN = ThriftMethod.of(
            "initiateReturn", initiateReturn_args::new, initiateReturn_result::new, initiateReturn_result::getSuccess);
    public static final ThriftMethod<GetReturnRequest, GetReturnResponse> GET_RETURN =
            ThriftMethod.of("getReturn", getReturn_args::new, getReturn_result::new, getReturn_result::getSuccess);
    public static final ThriftMethod<CancelReturnRequest, CancelReturnResponse> CANCEL_RETURN = ThriftMethod.of(
            "cancelReturn", cancelReturn_args::new, cancelReturn_result::new, cancelReturn_result::getSuccess);

    private ThriftMethods() {}
}
