package dev.polyrpc.client.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.polyrpc.client.catalogue.Catalogue.BadLine;
import dev.polyrpc.proto.product.v1.Product;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueTest {
    private static final Path NORTHWIND = Path.of("../../catalogue/northwind.csv");
    private static final String HEADER =
            "product_id,name,category,quantity_per_unit,unit_price,units_in_stock,discontinued\n";

    @TempDir
    private Path folder = Path.of(".");

    @Test
    void read_northwind_is77ProductsAnd3119Units() throws Exception {
        List<CatalogueEntry> entries = Catalogue.read(NORTHWIND).entries();

        assertThat(entries).hasSize(77);
        assertThat(entries.stream().mapToInt(CatalogueEntry::unitsInStock).sum())
                .isEqualTo(3119);
        assertThat(entries)
                .extracting(entry -> entry.product().getProductId())
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[a-z0-9-]{1,63}"));
    }

    @Test
    void read_line_isAProductWithItsPriceInCents() throws Exception {
        assertThat(read(HEADER + "cote-de-blaye,Côte de Blaye,Beverages,12 - 75 cl bottles,263.50,17,false\n")
                        .entries())
                .containsExactly(new CatalogueEntry(
                        2,
                        Product.newBuilder()
                                .setProductId("cote-de-blaye")
                                .setName("Côte de Blaye")
                                .setCategory("Beverages")
                                .setQuantityPerUnit("12 - 75 cl bottles")
                                .setUnitPriceCents(26_350)
                                .build(),
                        17));
    }

    @Test
    void read_badLines_areNamedByTheirNumbersAndTheGoodOnesKept() throws Exception { // DOM-9
        Catalogue catalogue = read(HEADER + "a,A,,,1.00,1,false\nb,B,,,1.005,1,false\nc,C\nd,\"D\nD\",,,2.00,x,false\n"
                + "e,E,,,3.00,3,false\n");

        assertThat(catalogue.entries())
                .extracting(entry -> entry.product().getProductId(), CatalogueEntry::line)
                .containsExactly(tuple("a", 2L), tuple("e", 7L));
        assertThat(catalogue.badLines()).extracting(BadLine::line).containsExactly(3L, 4L, 5L);
        assertThat(catalogue.badLines().get(1).problem()).isEqualTo("2 fields (expected: 7)");
    }

    @Test
    void read_otherHeader_isRefused() {
        assertThatThrownBy(() -> read("id,name\n")).hasMessageContaining("line 1: expected the header product_id,");
    }

    private Catalogue read(String text) throws IOException {
        return Catalogue.read(Files.writeString(folder.resolve("catalogue.csv"), text));
    }
}
