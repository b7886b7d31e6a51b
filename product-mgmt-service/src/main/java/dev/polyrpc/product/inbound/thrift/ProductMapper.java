package dev.polyrpc.product.inbound.thrift;

import dev.polyrpc.product.domain.CatalogueEntry;
import dev.polyrpc.product.domain.Product;
import dev.polyrpc.product.domain.Stock;

/** Says in the contract's words what the domain says of products, and the other way round. */
final class ProductMapper {
    private ProductMapper() {}

    static dev.polyrpc.thrift.product.v1.Product toThrift(Product product) {
        CatalogueEntry entry = product.entry();
        return new dev.polyrpc.thrift.product.v1.Product()
                .setProductId(product.productId())
                .setName(entry.name())
                .setCategory(entry.category())
                .setQuantityPerUnit(entry.quantityPerUnit())
                .setUnitPriceCents(entry.unitPriceCents())
                .setDiscontinued(entry.discontinued())
                .setEtag(product.etag())
                .setStock(toThrift(product.stock()))
                .setCreateTimeMs(product.createTime().toEpochMilli())
                .setUpdateTimeMs(product.updateTime().toEpochMilli());
    }

    static dev.polyrpc.thrift.product.v1.Stock toThrift(Stock stock) {
        return new dev.polyrpc.thrift.product.v1.Stock()
                .setOnHand(stock.onHand())
                .setQuarantined(stock.quarantined())
                .setWrittenOff(stock.writtenOff())
                .setStockVersion(stock.version());
    }

    static CatalogueEntry entry(dev.polyrpc.thrift.product.v1.Product product) {
        return new CatalogueEntry(
                product.getName(),
                product.getCategory(),
                product.getQuantityPerUnit(),
                product.getUnitPriceCents(),
                product.isDiscontinued());
    }
}
