package dev.polyrpc.client.product;

import static dev.polyrpc.client.output.Column.number;
import static dev.polyrpc.client.output.Column.text;
import static dev.polyrpc.client.output.Column.word;
import static dev.polyrpc.client.output.Detail.line;

import dev.polyrpc.client.output.View;
import dev.polyrpc.client.output.Words;
import dev.polyrpc.proto.product.v1.InventoryEvent;
import dev.polyrpc.proto.product.v1.Product;
import dev.polyrpc.proto.product.v1.Stock;
import java.util.List;

/** How products and changes of their stock are shown. */
final class ProductViews {
    /** A product: in lists what a customer looks for, by itself all that is known. */
    static final View<Product> PRODUCT = new View<>(
            List.of(
                    word("product", 24, Product::getProductId),
                    text("name", 32, Product::getName),
                    text("category", 16, Product::getCategory),
                    number("price", 9, product -> Words.price(product.getUnitPriceCents())),
                    number("on hand", 9, product -> product.getStock().getOnHand()),
                    number("quarantined", 11, product -> product.getStock().getQuarantined()),
                    number("written off", 11, product -> product.getStock().getWrittenOff())),
            List.of(
                    line("product", Product::getProductId),
                    line("name", Product::getName),
                    line("category", Product::getCategory),
                    line("packed as", Product::getQuantityPerUnit),
                    line("price", product -> Words.price(product.getUnitPriceCents())),
                    line("discontinued", product -> product.getDiscontinued() ? "yes" : "no"),
                    line("stock", product -> stock(product.getStock())),
                    line("stock version", product -> product.getStock().getStockVersion()),
                    line("created", product -> Words.time(product.getCreateTime())),
                    line("updated", product -> Words.time(product.getUpdateTime())),
                    line("etag", Product::getEtag)));

    /** A change of stock. */
    static final View<InventoryEvent> EVENT = new View<>(
            List.of(
                    number("position", 8, InventoryEvent::getPosition),
                    word("time", 20, event -> Words.time(event.getEventTime())),
                    word("product", 24, InventoryEvent::getProductId),
                    word("cause", 10, event -> Words.of(event.getCause())),
                    number("change", 7, InventoryEvent::getChange),
                    number("on hand", 9, event -> event.getStock().getOnHand()),
                    number("quarantined", 11, event -> event.getStock().getQuarantined()),
                    number("written off", 11, event -> event.getStock().getWrittenOff()),
                    number("version", 7, event -> event.getStock().getStockVersion()),
                    word("by", 10, InventoryEvent::getInitiatedBy)),
            List.of(
                    line("product", InventoryEvent::getProductId),
                    line("cause", event -> Words.of(event.getCause())),
                    line("change", event -> "%+d".formatted(event.getChange())),
                    line("stock", event -> stock(event.getStock())),
                    line("stock version", event -> event.getStock().getStockVersion()),
                    line("position", event -> event.getPosition()),
                    line("by", InventoryEvent::getInitiatedBy),
                    line("time", event -> Words.time(event.getEventTime()))));

    private ProductViews() {}

    private static String stock(Stock stock) {
        return "%d on hand, %d quarantined, %d written off"
                .formatted(stock.getOnHand(), stock.getQuarantined(), stock.getWrittenOff());
    }
}
