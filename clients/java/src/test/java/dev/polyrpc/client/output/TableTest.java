package dev.polyrpc.client.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.proto.product.v1.Product;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    private static final View<Product> VIEW = new View<>(
            List.of(
                    Column.word("product", 10, Product::getProductId),
                    Column.text("name", 20, Product::getName),
                    Column.number("cents", 5, Product::getUnitPriceCents)),
            List.of());

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void all_notOnATerminal_cutsNothing() {
        output(0).all(VIEW, List.of(product("a", "a name that is long and goes on", 5), product("abc", "b", 12345)));

        assertThat(out.toString().lines())
                .containsExactly(
                        "PRODUCT  NAME                             CENTS",
                        "a        a name that is long and goes on      5",
                        "abc      b                                12345");
    }

    @Test
    void all_onATerminal_fitsTheLine() {
        output(30).all(VIEW, List.of(product("a", "a name that is long and goes on", 5)));

        assertThat(out.toString().lines())
                .containsExactly("PRODUCT  NAME            CENTS", "a        a name that i…      5");
    }

    @Test
    void all_onATinyTerminal_leavesSomeOfTheText() {
        output(5).all(VIEW, List.of(product("a", "a name that is long", 5)));

        assertThat(out.toString().lines()).contains("a        a name …      5");
    }

    @Test
    void all_nothing_showsTheTitles() {
        output(0).all(VIEW, List.of());

        assertThat(out.toString().lines()).containsExactly("PRODUCT  NAME  CENTS");
    }

    @Test
    void all_odd_isShownAndNotObeyed() { // DOM-8
        output(0).all(VIEW, List.of(product("a", "x\u0000\u001B[31m\u202Ey\nz 😀", 5)));

        assertThat(out.toString().lines())
                .containsExactly(
                        "PRODUCT  NAME                               CENTS",
                        "a        x\\u0000\\u001B[31m\\u202Ey\\u000Az 😀      5");
    }

    @Test
    void rows_asTheyCome_standBelowEachOther() {
        Rows<Product> rows = output(0).rows(VIEW);
        rows.add(product("a", "b", 1));
        rows.add(product("abc", "d", 12345));

        assertThat(out.toString().lines())
                .containsExactly(
                        "PRODUCT     NAME                  CENTS",
                        "a           b                         1",
                        "abc         d                     12345");
    }

    @Test
    void rows_asJson_areOneObjectALine() {
        new Output(new PrintWriter(out), new PrintWriter(err), true, 30)
                .rows(VIEW)
                .add(product("a", "b", 1));

        assertThat(out.toString())
                .startsWith("{\"productId\":\"a\",\"name\":\"b\",\"category\":\"\"")
                .endsWith("}" + System.lineSeparator());
    }

    private Output output(int width) {
        return new Output(new PrintWriter(out), new PrintWriter(err), false, width);
    }

    private static Product product(String id, String name, long cents) {
        return Product.newBuilder()
                .setProductId(id)
                .setName(name)
                .setUnitPriceCents(cents)
                .build();
    }
}
