package dev.polyrpc.product.inbound.grpc;

import com.google.protobuf.Timestamp;
import dev.polyrpc.product.domain.CatalogueEntry;
import dev.polyrpc.product.domain.Product;
import dev.polyrpc.product.domain.Stock;
import java.time.Instant;

/** Says in the contract's words what the domain says of products, and the other way round. */
final class ProductMapper {
    private ProductMapper() {}

    static dev.polyrpc.proto.product.v1.Product toProto(Product product) {
        CatalogueEntry entry = product.entry();
        return dev.polyrpc.proto.product.v1.Product.newBuilder()
                .setProductId(product.productId())
                .setName(entry.name())
                .setCategory(entry.category())
                .setQuantityPerUnit(entry.quantityPerUnit())
                .setUnitPriceCents(entry.unitPriceCents())
                .setDiscontinued(entry.discontinued())
                .setEtag(product.etag())
                .setStock(toProto(product.stock()))
                .setCreateTime(toProto(product.createTime()))
                .setUpdateTime(toProto(product.updateTime()))
                .build();
    }

    static dev.polyrpc.proto.product.v1.Stock toProto(Stock stock) {
        return dev.polyrpc.proto.product.v1.Stock.newBuilder()
                .setOnHand(stock.onHand())
                .setQuarantined(stock.quarantined())
                .setWrittenOff(stock.writtenOff())
                .setStockVersion(stock.version())
                .build();
    }

    static Timestamp toProto(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }

    static CatalogueEntry entry(dev.polyrpc.proto.product.v1.Product product) {
        return new CatalogueEntry(
                product.getName(),
                product.getCategory(),
                product.getQuantityPerUnit(),
                product.getUnitPriceCents(),
                product.getDiscontinued());
    }
}
