package dev.polyrpc.gateway.outbound.thrift;

import com.google.protobuf.Timestamp;
import dev.polyrpc.proto.product.v1.InventoryCause;
import dev.polyrpc.proto.product.v1.InventoryEvent;
import dev.polyrpc.proto.product.v1.Product;
import dev.polyrpc.proto.product.v1.Stock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says in the graph's words what Thrift's messages say: what is absent there is empty here, and the other way round. */
final class ProductMessages {
    private ProductMessages() {}

    static dev.polyrpc.thrift.product.v1.Product toThrift(Product product) {
        return new dev.polyrpc.thrift.product.v1.Product()
                .setProductId(product.getProductId())
                .setName(product.getName())
                .setCategory(product.getCategory())
                .setQuantityPerUnit(product.getQuantityPerUnit())
                .setUnitPriceCents(product.getUnitPriceCents())
                .setDiscontinued(product.getDiscontinued());
    }

    static Product product(dev.polyrpc.thrift.product.v1.Product product) {
        Product.Builder message = Product.newBuilder()
                .setProductId(product.getProductId())
                .setName(product.getName())
                .setCategory(product.getCategory())
                .setQuantityPerUnit(product.getQuantityPerUnit())
                .setUnitPriceCents(product.getUnitPriceCents())
                .setDiscontinued(product.isDiscontinued())
                .setEtag(product.getEtag());
        if (product.isSetStock()) {
            message.setStock(stock(product.getStock()));
        }
        if (product.isSetCreateTimeMs()) {
            message.setCreateTime(time(product.getCreateTimeMs()));
        }
        if (product.isSetUpdateTimeMs()) {
            message.setUpdateTime(time(product.getUpdateTimeMs()));
        }
        return message.build();
    }

    static InventoryEvent event(dev.polyrpc.thrift.product.v1.InventoryEvent event) {
        InventoryEvent.Builder message = InventoryEvent.newBuilder()
                .setPosition(event.getPosition())
                .setProductId(event.getProductId())
                .setCause(cause(event.getCause()))
                .setChange(event.getChange())
                .setMovementId(event.getMovementId())
                .setInitiatedBy(event.getInitiatedBy());
        if (event.isSetStock()) {
            message.setStock(stock(event.getStock()));
        }
        if (event.isSetEventTimeMs()) {
            message.setEventTime(time(event.getEventTimeMs()));
        }
        return message.build();
    }

    static List<InventoryEvent> events(@Nullable List<dev.polyrpc.thrift.product.v1.InventoryEvent> events) {
        return present(events).stream().map(ProductMessages::event).toList();
    }

    static List<Product> products(@Nullable List<dev.polyrpc.thrift.product.v1.Product> products) {
        return present(products).stream().map(ProductMessages::product).toList();
    }

    /** A list that was left out is empty. */
    static <T> List<T> present(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    private static Stock stock(dev.polyrpc.thrift.product.v1.Stock stock) {
        return Stock.newBuilder()
                .setOnHand(stock.getOnHand())
                .setQuarantined(stock.getQuarantined())
                .setWrittenOff(stock.getWrittenOff())
                .setStockVersion(stock.getStockVersion())
                .build();
    }

    /** The numbers are the same in both contracts; one that Thrift's reader did not know is absent. */
    private static InventoryCause cause(dev.polyrpc.thrift.product.v1.@Nullable InventoryCause cause) {
        InventoryCause known = cause == null ? null : InventoryCause.forNumber(cause.getValue());
        return known == null ? InventoryCause.INVENTORY_CAUSE_UNSPECIFIED : known;
    }

    private static Timestamp time(long millis) {
        return Timestamp.newBuilder()
                .setSeconds(Math.floorDiv(millis, 1_000L))
                .setNanos((int) Math.floorMod(millis, 1_000L) * 1_000_000)
                .build();
    }
}
