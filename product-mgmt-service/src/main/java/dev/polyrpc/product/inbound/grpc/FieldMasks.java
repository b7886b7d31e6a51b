package dev.polyrpc.product.inbound.grpc;

import com.google.protobuf.FieldMask;
import com.google.protobuf.util.FieldMaskUtil;
import dev.polyrpc.proto.product.v1.Product;
import java.util.function.UnaryOperator;

/** Which fields of a product to answer with. */
final class FieldMasks {
    private static final FieldMask ID = FieldMaskUtil.fromFieldNumbers(Product.class, Product.PRODUCT_ID_FIELD_NUMBER);

    private FieldMasks() {}

    /** What cuts a product down to the fields asked for; an empty mask asks for all. */
    static UnaryOperator<Product> reading(FieldMask mask) {
        if (mask.getPathsCount() == 0) {
            return product -> product;
        }
        for (String path : mask.getPathsList()) {
            if (!FieldMaskUtil.isValid(Product.class, path)) {
                throw dev.polyrpc.product.domain.FieldMask.unknown("read_mask", path, "fields of Product");
            }
        }
        return product -> FieldMaskUtil.trim(mask, product);
    }

    /** As {@link #reading}, with the product's id in any case: to tell the products of a list apart. */
    static UnaryOperator<Product> readingWithId(FieldMask mask) {
        return reading(mask.getPathsCount() == 0 ? mask : FieldMaskUtil.union(mask, ID));
    }
}
