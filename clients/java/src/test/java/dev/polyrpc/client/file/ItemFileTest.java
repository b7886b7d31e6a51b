package dev.polyrpc.client.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import dev.polyrpc.proto.product.v1.Product;
import dev.polyrpc.proto.product.v1.ReconcileInventoryRequest;
import dev.polyrpc.proto.returns.v1.InitiateReturnRequest;
import dev.polyrpc.proto.returns.v1.ReturnReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ItemFileTest {
    private static final ReconcileInventoryRequest CHAI = ReconcileInventoryRequest.newBuilder()
            .setProductId("chai")
            .setCounted(39)
            .setStockVersion(7)
            .build();

    @TempDir
    private Path folder = Path.of(".");

    @Test
    void next_csv_findsColumnsByTheirNames() throws Exception {
        assertThat(read("stock_version,product_id,counted\n7,chai,39\n", ItemFormats.COUNTS))
                .containsExactly(new FileItem<>(2, CHAI, ""));
    }

    @Test
    void next_jsonLines_areTheMessagesThemselves() throws Exception {
        String json = "{\"product_id\": \"chai\", \"counted\": 39, \"stockVersion\": \"7\"}";
        assertThat(read("\n" + json + "\n\n" + json, ItemFormats.COUNTS))
                .containsExactly(new FileItem<>(2, CHAI, ""), new FileItem<>(4, CHAI, ""));
    }

    @Test
    void next_badLines_areNamedAndTheOthersRead() throws Exception { // DOM-9
        assertThat(read("product_id,counted,stock_version\nchai,39.5,7\nchai,39\nchai,39,7\n", ItemFormats.COUNTS))
                .containsExactly(
                        new FileItem<>(2, null, "counted: 39.5 (expected: a whole number)"),
                        new FileItem<>(3, null, "2 fields (expected: 3)"),
                        new FileItem<>(4, CHAI, ""));
    }

    @Test
    void next_badJson_isNamedAndTheOthersRead() throws Exception { // DOM-9
        List<FileItem<Product>> lines =
                read("{\"product_id\": 1, \"colour\": 2}\n{\"name\"\n{\"name\": \"Chai\"}\n", ItemFormats.PRODUCTS);

        assertThat(lines).extracting(FileItem::line).containsExactly(1L, 2L, 3L);
        assertThat(lines.get(0).problem()).contains("colour").doesNotContain("Exception");
        assertThat(lines.get(1).problem()).isNotEmpty().doesNotContain("Exception");
        assertThat(lines.get(2).item())
                .isEqualTo(Product.newBuilder().setName("Chai").build());
    }

    @Test
    void next_return_hasItsReasonByName() throws Exception {
        List<FileItem<InitiateReturnRequest>> lines = read(
                "order,product_id,quantity,reason\nA-1,chai,2,damaged\nA-2,chai,1,RETURN_REASON_UNWANTED\nA-3,chai,1,old\n",
                ItemFormats.RETURNS);

        assertThat(lines.get(0).item())
                .isEqualTo(InitiateReturnRequest.newBuilder()
                        .setOrder("A-1")
                        .setProductId("chai")
                        .setQuantity(2)
                        .setReason(ReturnReason.RETURN_REASON_DAMAGED)
                        .build());
        assertThat(lines.get(1).problem()).isEmpty();
        assertThat(lines.get(2).problem())
                .isEqualTo("reason: old (expected: damaged, defective, wrong-item, unwanted)");
    }

    @Test
    void open_otherHeader_isRefused() {
        assertThatThrownBy(() -> read("product_id,number\nchai,1\n", ItemFormats.COUNTS))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("items.txt: line 1: expected the header product_id,counted,stock_version");
    }

    @Test
    void open_noFile_isRefused() {
        assertThatThrownBy(() -> ItemFile.open(folder.resolve("none.csv"), ItemFormats.COUNTS))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("none.csv: there is no such file");
    }

    @Test
    void countLines_withAndWithoutLastLineEnd_isTheSame() throws Exception {
        assertThat(ItemFile.countLines(file("a\nb\n"))).isEqualTo(2);
        assertThat(ItemFile.countLines(file("a\nb"))).isEqualTo(2);
        assertThat(ItemFile.countLines(file(""))).isZero();
    }

    private <Q extends Message> List<FileItem<Q>> read(String text, ItemFormat<Q> format) throws IOException {
        List<FileItem<Q>> lines = new ArrayList<>();
        try (ItemFile<Q> items = ItemFile.open(file(text), format)) {
            for (FileItem<Q> line = items.next(); line != null; line = items.next()) {
                lines.add(line);
            }
        }
        return lines;
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("items.txt"), text);
    }
}
