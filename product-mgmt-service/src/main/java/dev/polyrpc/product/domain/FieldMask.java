package dev.polyrpc.product.domain;

import dev.polyrpc.kit.failure.Failure;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads the names of fields that callers give. */
public final class FieldMask {
    private static final int MAX_SHOWN = 100;

    private FieldMask() {}

    /** The fields of an entry to change; no name means all. */
    public static Set<CatalogueEntry.Field> updating(List<String> names) {
        if (names.isEmpty()) {
            return EnumSet.allOf(CatalogueEntry.Field.class);
        }
        Set<CatalogueEntry.Field> fields = EnumSet.noneOf(CatalogueEntry.Field.class);
        names.forEach(name -> fields.add(field(name)));
        return fields;
    }

    private static CatalogueEntry.Field field(String name) {
        for (CatalogueEntry.Field field : CatalogueEntry.Field.values()) {
            if (field.name().toLowerCase(Locale.ROOT).equals(name)) {
                return field;
            }
        }
        throw unknown("update_mask", name, "name, category, quantity_per_unit, unit_price_cents, discontinued");
    }

    /** The refusal of a name that names no field. */
    public static Failure unknown(String mask, String name, String expected) {
        boolean printable = name.length() <= MAX_SHOWN && name.chars().allMatch(c -> c > ' ' && c < 0x7f);
        return Failure.invalid("FIELD_MASK_INVALID", mask, printable ? name : "a path of no field", expected);
    }
}
