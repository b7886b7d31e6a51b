package dev.polyrpc.product.inbound.grpc;

import com.google.protobuf.FieldMask;
import com.google.protobuf.util.FieldMaskUtil;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.product.domain.CatalogueEntry;
import dev.polyrpc.proto.product.v1.Product;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Which fields of a product to answer with, and which to change. */
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
                throw invalid("read_mask", path, "fields of Product");
            }
        }
        return product -> FieldMaskUtil.trim(mask, product);
    }

    /** As {@link #reading}, with the product's id in any case: to tell the products of a list apart. */
    static UnaryOperator<Product> readingWithId(FieldMask mask) {
        return reading(mask.getPathsCount() == 0 ? mask : FieldMaskUtil.union(mask, ID));
    }

    /** The fields to change; an empty mask names all. */
    static Set<CatalogueEntry.Field> updating(FieldMask mask) {
        if (mask.getPathsCount() == 0) {
            return EnumSet.allOf(CatalogueEntry.Field.class);
        }
        Set<CatalogueEntry.Field> fields = EnumSet.noneOf(CatalogueEntry.Field.class);
        mask.getPathsList().forEach(path -> fields.add(field(path)));
        return fields;
    }

    private static CatalogueEntry.Field field(String path) {
        for (CatalogueEntry.Field field : CatalogueEntry.Field.values()) {
            if (field.name().toLowerCase(Locale.ROOT).equals(path)) {
                return field;
            }
        }
        throw invalid("update_mask", path, "name, category, quantity_per_unit, unit_price_cents, discontinued");
    }

    private static Failure invalid(String field, String path, String expected) {
        boolean printable = path.length() <= 100 && path.chars().allMatch(c -> c > ' ' && c < 0x7f);
        return Failure.invalid("FIELD_MASK_INVALID", field, printable ? path : "a path of no field", expected);
    }
}
