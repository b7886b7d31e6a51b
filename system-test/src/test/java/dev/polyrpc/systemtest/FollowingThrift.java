package dev.polyrpc.systemtest;

import dev.polyrpc.kit.thrift.ThriftCallOptions;
import dev.polyrpc.kit.thrift.ThriftChannel;
import dev.polyrpc.kit.thrift.ThriftChannels;
import dev.polyrpc.kit.thrift.ThriftMethod;
import dev.polyrpc.proto.product.v1.ProductServiceProto;
import dev.polyrpc.thrift.product.v1.AdjustInventoryRequest;
import dev.polyrpc.thrift.product.v1.AdjustInventoryResponse;
import dev.polyrpc.thrift.product.v1.GetProductRequest;
import dev.polyrpc.thrift.product.v1.GetProductResponse;
import dev.polyrpc.thrift.product.v1.ProductMgmtService.adjustInventory_args;
import dev.polyrpc.thrift.product.v1.ProductMgmtService.adjustInventory_result;
import dev.polyrpc.thrift.product.v1.ProductMgmtService.getProduct_args;
import dev.polyrpc.thrift.product.v1.ProductMgmtService.getProduct_result;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** The same client over Thrift: it stays connected, shows and trusts what the client does. Safe for many threads. */
final class FollowingThrift implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final ThriftMethod<GetProductRequest, GetProductResponse> GET =
            ThriftMethod.of("getProduct", getProduct_args::new, getProduct_result::new, getProduct_result::getSuccess);
    private static final ThriftMethod<AdjustInventoryRequest, AdjustInventoryResponse> ADJUST = ThriftMethod.of(
            "adjustInventory",
            adjustInventory_args::new,
            adjustInventory_result::new,
            adjustInventory_result::getSuccess);

    private final FollowingClient client;
    private final ThriftChannels channels;
    private final ThriftChannel products;

    FollowingThrift(Landscape landscape, FollowingClient client) {
        this.client = client;
        this.channels =
                ThriftChannels.of(client.identity(), OpenTelemetry.noop().getMeter("test"));
        this.products = channels.open(
                "localhost:" + landscape.thriftPort(Built.PRODUCT_MGMT),
                Built.PRODUCT_MGMT.label(),
                ProductServiceProto.getDescriptor().findServiceByName("ProductMgmtService"));
    }

    CompletionStage<GetProductResponse> read(String product) {
        return products.call(GET, new GetProductRequest().setProductId(product), options());
    }

    /** Adds a unit to a product's stock. */
    CompletionStage<AdjustInventoryResponse> adjust(String product) {
        AdjustInventoryRequest request = new AdjustInventoryRequest()
                .setProductId(product)
                .setChange(1)
                .setRequestId(UUID.randomUUID().toString());
        return products.call(ADJUST, request, options());
    }

    @Override
    public void close() {
        products.close();
        channels.close();
    }

    private ThriftCallOptions options() {
        return ThriftCallOptions.of(LIMIT, certificate -> client.token(Built.PRODUCT_MGMT, certificate));
    }
}
