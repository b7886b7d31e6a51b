package dev.polyrpc.returns;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.thrift.ThriftCall;
import dev.polyrpc.proto.product.v1.MoveStockRequest;
import dev.polyrpc.proto.product.v1.Movement;
import dev.polyrpc.thrift.common.v1.CallContext;
import dev.polyrpc.thrift.product.v1.MoveStockResponse;
import dev.polyrpc.thrift.product.v1.ProductMgmtService;
import java.lang.reflect.Proxy;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.thrift.async.AsyncMethodCallback;
import org.jspecify.annotations.Nullable;

/** The one method of product management that returns need, over Thrift; any other is not there. */
final class ThriftMoves {
    private ThriftMoves() {}

    /** A handler that has each call answered by somebody else: with a failure, or, without one, well. */
    static ProductMgmtService.AsyncIface answering(
            BiConsumer<FakeProductMgmt.Call, Consumer<@Nullable Failure>> answers) {
        return (ProductMgmtService.AsyncIface) Proxy.newProxyInstance(
                ThriftMoves.class.getClassLoader(),
                new Class<?>[] {ProductMgmtService.AsyncIface.class},
                (self, method, arguments) -> {
                    if (!method.getName().equals("moveStock")) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    moveStock(answers, arguments);
                    return null;
                });
    }

    @SuppressWarnings("unchecked") // as the generated interface declares it
    private static void moveStock(
            BiConsumer<FakeProductMgmt.Call, Consumer<@Nullable Failure>> answers, Object[] arguments) {
        CallContext unused = (CallContext) arguments[0];
        var asked = (dev.polyrpc.thrift.product.v1.MoveStockRequest) arguments[1];
        var callback = (AsyncMethodCallback<MoveStockResponse>) arguments[2];
        MoveStockRequest request = MoveStockRequest.newBuilder()
                .setMovementId(asked.getMovementId())
                .setProductId(asked.getProductId())
                .setQuantity(asked.getQuantity())
                .setMovement(Movement.forNumber(asked.getMovement().getValue()))
                .setInitiatedBy(asked.getInitiatedBy())
                .build();
        ThriftCall call = ThriftCall.current();
        answers.accept(new FakeProductMgmt.Call(request, call.caller(), call.requestId()), failure -> {
            if (failure == null) {
                callback.onComplete(new MoveStockResponse());
            } else {
                callback.onError(failure);
            }
        });
    }
}
