package dev.polyrpc.benchmark.server.graph;

import com.google.protobuf.Timestamp;
import dev.polyrpc.benchmark.stack.SampleMessages;
import dev.polyrpc.proto.product.v1.Product;
import dev.polyrpc.proto.product.v1.Stock;
import dev.polyrpc.proto.returns.v1.ProductReturn;
import dev.polyrpc.proto.returns.v1.ReturnReason;
import dev.polyrpc.proto.returns.v1.ReturnState;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** What the servers that answer from memory hold: some returns, each of another product. */
final class SampleReturns {
    private static final int COUNT = 50;
    private static final Timestamp TIME = Timestamp.newBuilder()
            .setSeconds(1_795_000_000L)
            .setNanos(123_000_000)
            .build();

    private SampleReturns() {}

    /** The returns, in the order of their list. */
    static List<ProductReturn> returns() {
        return IntStream.range(0, COUNT).mapToObj(SampleReturns::productReturn).toList();
    }

    /** Their products. */
    static List<Product> products() {
        return IntStream.range(0, COUNT).mapToObj(SampleReturns::product).toList();
    }

    private static ProductReturn productReturn(int n) {
        return ProductReturn.newBuilder()
                .setReturnId(new UUID(0x0199_0000_0000_7000L, 0x8000_0000_0000_0000L | n).toString())
                .setOrder("A-%04d".formatted(n))
                .setProductId(SampleMessages.productId(n))
                .setQuantity(n % 9 + 1)
                .setReason(ReturnReason.RETURN_REASON_UNWANTED)
                .setCustomer("subject-%04d".formatted(n))
                .setState(ReturnState.RETURN_STATE_QUARANTINED)
                .setCreateTime(TIME)
                .setUpdateTime(TIME)
                .build();
    }

    private static Product product(int n) {
        return SampleMessages.product(n).toBuilder()
                .setEtag("1")
                .setStock(Stock.newBuilder().setOnHand(39).setStockVersion(1))
                .setCreateTime(TIME)
                .setUpdateTime(TIME)
                .build();
    }
}
