package dev.polyrpc.product.domain;

import dev.polyrpc.kit.failure.Failure;
import java.util.Set;

/** What the catalogue says of a product. */
public record CatalogueEntry(
        String name, String category, String quantityPerUnit, long unitPriceCents, boolean discontinued) {
    private static final int MAX_NAME = 200;
    private static final int MAX_TEXT = 100;
    private static final long MAX_PRICE = 100_000_000;

    /** A field of an entry that an edit may change. */
    public enum Field {
        /** {@link CatalogueEntry#name}. */
        NAME,
        /** {@link CatalogueEntry#category}. */
        CATEGORY,
        /** {@link CatalogueEntry#quantityPerUnit}. */
        QUANTITY_PER_UNIT,
        /** {@link CatalogueEntry#unitPriceCents}. */
        UNIT_PRICE_CENTS,
        /** {@link CatalogueEntry#discontinued}. */
        DISCONTINUED
    }

    void check() {
        Texts.check("product.name", name, 1, MAX_NAME);
        Texts.check("product.category", category, 0, MAX_TEXT);
        Texts.check("product.quantity_per_unit", quantityPerUnit, 0, MAX_TEXT);
        if (unitPriceCents < 0 || unitPriceCents > MAX_PRICE) {
            throw Failure.invalid(
                    "PRICE_OUT_OF_RANGE", "product.unit_price_cents", unitPriceCents, "0 to " + MAX_PRICE);
        }
    }

    CatalogueEntry with(CatalogueEntry values, Set<Field> fields) {
        return new CatalogueEntry(
                fields.contains(Field.NAME) ? values.name : name,
                fields.contains(Field.CATEGORY) ? values.category : category,
                fields.contains(Field.QUANTITY_PER_UNIT) ? values.quantityPerUnit : quantityPerUnit,
                fields.contains(Field.UNIT_PRICE_CENTS) ? values.unitPriceCents : unitPriceCents,
                fields.contains(Field.DISCONTINUED) ? values.discontinued : discontinued);
    }
}
