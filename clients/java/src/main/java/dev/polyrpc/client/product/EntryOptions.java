package dev.polyrpc.client.product;

import com.google.protobuf.FieldMask;
import dev.polyrpc.proto.product.v1.Product;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that say what the catalogue says of a product; what is not given is not said. For use by one thread. */
final class EntryOptions {
    @Option(names = "--name", paramLabel = "TEXT", description = "Its name for people.")
    private @Nullable String name;

    @Option(names = "--category", paramLabel = "TEXT", description = "Its category.")
    private @Nullable String category;

    @Option(names = "--quantity-per-unit", paramLabel = "TEXT", description = "How it is packed.")
    private @Nullable String quantityPerUnit;

    @Option(
            names = "--price",
            paramLabel = "AMOUNT",
            converter = Cents.class,
            description = "The price of one unit, such as 18.50.")
    private @Nullable Long unitPriceCents;

    @Option(names = "--discontinued", negatable = true, description = "Whether it is no longer sold.")
    private @Nullable Boolean discontinued;

    /** Puts what was given into a product; the fields that were. */
    FieldMask putInto(Product.Builder product) {
        FieldMask.Builder given = FieldMask.newBuilder();
        if (name != null) {
            product.setName(name);
            given.addPaths("name");
        }
        if (category != null) {
            product.setCategory(category);
            given.addPaths("category");
        }
        if (quantityPerUnit != null) {
            product.setQuantityPerUnit(quantityPerUnit);
            given.addPaths("quantity_per_unit");
        }
        if (unitPriceCents != null) {
            product.setUnitPriceCents(unitPriceCents);
            given.addPaths("unit_price_cents");
        }
        if (discontinued != null) {
            product.setDiscontinued(discontinued);
            given.addPaths("discontinued");
        }
        return given.build();
    }

    /** Reads a price into cents. */
    static final class Cents implements ITypeConverter<Long> {
        @Override
        public Long convert(String price) {
            try {
                return new BigDecimal(price).movePointRight(2).longValueExact();
            } catch (ArithmeticException | NumberFormatException e) {
                throw new TypeConversionException("%s (expected: an amount such as 18.50)".formatted(price));
            }
        }
    }
}
