package dev.polyrpc.client.catalogue;

import dev.polyrpc.proto.product.v1.Product;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A catalogue as it was read from a file: the good lines, and what is wrong with the others.
 *
 * @param entries the good lines, in the file's order
 * @param badLines the others
 */
public record Catalogue(List<CatalogueEntry> entries, List<BadLine> badLines) {
    private static final List<String> HEADER = List.of(
            "product_id", "name", "category", "quantity_per_unit", "unit_price", "units_in_stock", "discontinued");

    /** Keeps copies. */
    public Catalogue {
        entries = List.copyOf(entries);
        badLines = List.copyOf(badLines);
    }

    /** Reads a file; a bad line is named and left out, a file that is no catalogue is refused. */
    public static Catalogue read(Path file) throws IOException {
        List<Csv.Row> rows = rows(file);
        if (rows.isEmpty() || !rows.get(0).fields().equals(HEADER)) {
            throw new IOException("%s, line 1: expected the header %s".formatted(file, String.join(",", HEADER)));
        }
        List<CatalogueEntry> entries = new ArrayList<>();
        List<BadLine> badLines = new ArrayList<>();
        for (Csv.Row row : rows.subList(1, rows.size())) {
            try {
                entries.add(entry(row.line(), row.fields()));
            } catch (IllegalArgumentException | ArithmeticException e) {
                badLines.add(new BadLine(row.line(), String.valueOf(e.getMessage())));
            }
        }
        return new Catalogue(entries, badLines);
    }

    private static List<Csv.Row> rows(Path file) throws IOException {
        try {
            return Csv.rows(Files.readString(file));
        } catch (IllegalArgumentException e) {
            throw new IOException("%s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static CatalogueEntry entry(int line, List<String> fields) {
        if (fields.size() != HEADER.size()) {
            throw new IllegalArgumentException("%d fields (expected: %d)".formatted(fields.size(), HEADER.size()));
        }
        Product product = Product.newBuilder()
                .setProductId(fields.get(0))
                .setName(fields.get(1))
                .setCategory(fields.get(2))
                .setQuantityPerUnit(fields.get(3))
                .setUnitPriceCents(
                        new BigDecimal(fields.get(4)).movePointRight(2).longValueExact())
                .setDiscontinued(Boolean.parseBoolean(fields.get(6)))
                .build();
        return new CatalogueEntry(line, product, Integer.parseInt(fields.get(5)));
    }

    /**
     * A line that says no product.
     *
     * @param line its number, the header being 1
     * @param problem what is wrong with it
     */
    public record BadLine(int line, String problem) {}
}
