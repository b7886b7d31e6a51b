package dev.polyrpc.client.catalogue;

import dev.polyrpc.proto.product.v1.Product;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One line of a catalogue: a product, and the units of it that are in stock.
 *
 * @param line number of the line, the header being 1
 * @param product what the catalogue says of it
 * @param unitsInStock units on hand
 */
public record CatalogueEntry(int line, Product product, int unitsInStock) {
    private static final List<String> HEADER = List.of(
            "product_id", "name", "category", "quantity_per_unit", "unit_price", "units_in_stock", "discontinued");

    /** Reads a file; a line that cannot be read stops it, named by its number. */
    public static List<CatalogueEntry> read(Path file) throws IOException {
        List<List<String>> rows = Csv.rows(Files.readString(file));
        if (rows.isEmpty() || !rows.get(0).equals(HEADER)) {
            throw new IOException("%s, line 1: expected the header %s".formatted(file, String.join(",", HEADER)));
        }
        List<CatalogueEntry> entries = new ArrayList<>();
        for (int i = 1; i < rows.size(); i++) {
            try {
                entries.add(entry(i + 1, rows.get(i)));
            } catch (IllegalArgumentException | ArithmeticException e) {
                throw new IOException("%s, line %d: %s".formatted(file, i + 1, e.getMessage()), e);
            }
        }
        return entries;
    }

    private static CatalogueEntry entry(int line, List<String> row) {
        if (row.size() != HEADER.size()) {
            throw new IllegalArgumentException("%d fields (expected: %d)".formatted(row.size(), HEADER.size()));
        }
        Product product = Product.newBuilder()
                .setProductId(row.get(0))
                .setName(row.get(1))
                .setCategory(row.get(2))
                .setQuantityPerUnit(row.get(3))
                .setUnitPriceCents(new BigDecimal(row.get(4)).movePointRight(2).longValueExact())
                .setDiscontinued(Boolean.parseBoolean(row.get(6)))
                .build();
        return new CatalogueEntry(line, product, Integer.parseInt(row.get(5)));
    }
}
