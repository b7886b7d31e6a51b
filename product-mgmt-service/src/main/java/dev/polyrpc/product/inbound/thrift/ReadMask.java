package dev.polyrpc.product.inbound.thrift;

import dev.polyrpc.product.domain.FieldMask;
import dev.polyrpc.thrift.product.v1.Product;
import dev.polyrpc.thrift.product.v1.Stock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which fields of a product to answer with, by their names in proto; none named means all. Immutable. */
final class ReadMask {
    private static final String IN_STOCK = "stock.";
    private static final String TIME = "_time"; // here such a field also names its unit

    private final Set<Product._Fields> fields = EnumSet.noneOf(Product._Fields.class);
    private final Set<Stock._Fields> ofStock = EnumSet.noneOf(Stock._Fields.class);

    private ReadMask(List<String> names) {
        names.forEach(this::add);
    }

    static ReadMask of(@Nullable List<String> names) {
        return new ReadMask(names == null ? List.of() : names);
    }

    /** With the product's id in any case: to tell the products of a list apart. */
    static ReadMask withId(@Nullable List<String> names) {
        if (names == null || names.isEmpty()) {
            return of(names);
        }
        List<String> more = new ArrayList<>(names);
        more.add("product_id");
        return new ReadMask(more);
    }

    /** A product with those fields alone. */
    Product of(Product whole) {
        if (fields.isEmpty() && ofStock.isEmpty()) {
            return whole;
        }
        Product product = new Product();
        fields.forEach(field -> product.setFieldValue(field, whole.getFieldValue(field)));
        if (!product.isSetStock() && !ofStock.isEmpty()) {
            Stock stock = new Stock();
            ofStock.forEach(field -> stock.setFieldValue(field, whole.getStock().getFieldValue(field)));
            product.setStock(stock);
        }
        return product;
    }

    private void add(String name) {
        if (name.startsWith(IN_STOCK)) {
            ofStock.add(known(name, Stock._Fields.findByName(name.substring(IN_STOCK.length()))));
        } else if (name.endsWith(TIME)) {
            fields.add(known(name, Product._Fields.findByName(name + "_ms")));
        } else {
            fields.add(known(name, name.endsWith(TIME + "_ms") ? null : Product._Fields.findByName(name)));
        }
    }

    private static <F> F known(String name, @Nullable F field) {
        if (field == null) {
            throw FieldMask.unknown("read_mask", name, "fields of Product");
        }
        return field;
    }
}
