package dev.polyrpc.client.catalogue;

import dev.polyrpc.client.file.FileItem;
import dev.polyrpc.client.file.ItemFile;
import dev.polyrpc.client.file.ItemFormats;
import dev.polyrpc.proto.product.v1.Product;
import java.io.IOException;
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
    /** Keeps copies. */
    public Catalogue {
        entries = List.copyOf(entries);
        badLines = List.copyOf(badLines);
    }

    /** Reads a file; a bad line is named and left out, a file that is no catalogue is refused. */
    public static Catalogue read(Path file) throws IOException {
        List<CatalogueEntry> entries = new ArrayList<>();
        List<BadLine> badLines = new ArrayList<>();
        try (ItemFile<Product> products = ItemFile.open(file, ItemFormats.PRODUCTS)) {
            for (FileItem<Product> line = products.next(); line != null; line = products.next()) {
                Product product = line.item();
                if (product == null) {
                    badLines.add(new BadLine(line.line(), line.problem()));
                } else {
                    int unitsInStock = product.getStock().getOnHand();
                    entries.add(new CatalogueEntry(
                            line.line(), product.toBuilder().clearStock().build(), unitsInStock));
                }
            }
        }
        return new Catalogue(entries, badLines);
    }

    /**
     * A line that says no product.
     *
     * @param line its number, the header being 1
     * @param problem what is wrong with it
     */
    public record BadLine(long line, String problem) {}
}
