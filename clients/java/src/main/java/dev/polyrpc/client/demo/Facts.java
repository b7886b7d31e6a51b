package dev.polyrpc.client.demo;

import com.google.protobuf.util.Timestamps;
import dev.polyrpc.proto.product.v1.Product;
import dev.polyrpc.proto.returns.v1.ProductReturn;
import java.util.List;

/** All that a resource says, in one form for both contracts: what is equal here is equal over both wires. */
final class Facts {
    private Facts() {}

    static List<Object> of(Product product) {
        return List.of(
                product.getProductId(),
                product.getName(),
                product.getCategory(),
                product.getQuantityPerUnit(),
                product.getUnitPriceCents(),
                product.getDiscontinued(),
                product.getEtag(),
                product.getStock().getOnHand(),
                product.getStock().getQuarantined(),
                product.getStock().getWrittenOff(),
                product.getStock().getStockVersion(),
                Timestamps.toMillis(product.getCreateTime()),
                Timestamps.toMillis(product.getUpdateTime()));
    }

    static List<Object> of(dev.polyrpc.thrift.product.v1.Product product) {
        return List.of(
                product.getProductId(),
                product.getName(),
                product.getCategory(),
                product.getQuantityPerUnit(),
                product.getUnitPriceCents(),
                product.isDiscontinued(),
                product.getEtag(),
                product.getStock().getOnHand(),
                product.getStock().getQuarantined(),
                product.getStock().getWrittenOff(),
                product.getStock().getStockVersion(),
                product.getCreateTimeMs(),
                product.getUpdateTimeMs());
    }

    static List<Object> of(ProductReturn one) {
        return List.of(
                one.getReturnId(),
                one.getOrder(),
                one.getProductId(),
                one.getQuantity(),
                one.getReason().name(),
                one.getCustomer(),
                one.getState().name(),
                one.getHistoryList().stream()
                        .map(change -> List.of(
                                change.getState().name(),
                                change.getInitiatedBy(),
                                change.getNote(),
                                Timestamps.toMillis(change.getChangeTime())))
                        .toList(),
                Timestamps.toMillis(one.getCreateTime()),
                Timestamps.toMillis(one.getUpdateTime()));
    }

    static List<Object> of(dev.polyrpc.thrift.returns.v1.ProductReturn one) {
        return List.of(
                one.getReturnId(),
                one.getOrder(),
                one.getProductId(),
                one.getQuantity(),
                one.getReason().name(),
                one.getCustomer(),
                one.getState().name(),
                one.getHistory().stream()
                        .map(change -> List.of(
                                change.getState().name(),
                                change.getInitiatedBy(),
                                change.getNote(),
                                change.getChangeTimeMs()))
                        .toList(),
                one.getCreateTimeMs(),
                one.getUpdateTimeMs());
    }
}
