package dev.polyrpc.client.file;

import dev.polyrpc.client.output.Words;
import dev.polyrpc.proto.product.v1.Product;
import dev.polyrpc.proto.product.v1.ReconcileInventoryRequest;
import dev.polyrpc.proto.product.v1.Stock;
import dev.polyrpc.proto.returns.v1.InitiateReturnRequest;
import dev.polyrpc.proto.returns.v1.ReturnReason;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The kinds of items that are read from files. */
public final class ItemFormats {
    /** Products of a catalogue, and their stock on hand where there is a column units_in_stock. */
    public static final ItemFormat<Product> PRODUCTS = new ItemFormat<>(
            Product.getDefaultInstance(),
            List.of("product_id", "name"),
            List.of("category", "quantity_per_unit", "unit_price", "discontinued", "units_in_stock"),
            ItemFormats::product);

    /** Counts of a stocktake, each with the stock_version at which it was counted. */
    public static final ItemFormat<ReconcileInventoryRequest> COUNTS = new ItemFormat<>(
            ReconcileInventoryRequest.getDefaultInstance(),
            List.of("product_id", "counted", "stock_version"),
            List.of(),
            fields -> ReconcileInventoryRequest.newBuilder()
                    .setProductId(fields.text("product_id"))
                    .setCounted(fields.number("counted"))
                    .setStockVersion(fields.longNumber("stock_version"))
                    .build());

    /** Returns to open. */
    public static final ItemFormat<InitiateReturnRequest> RETURNS = new ItemFormat<>(
            InitiateReturnRequest.getDefaultInstance(),
            List.of("order", "product_id", "quantity", "reason"),
            List.of(),
            fields -> InitiateReturnRequest.newBuilder()
                    .setOrder(fields.text("order"))
                    .setProductId(fields.text("product_id"))
                    .setQuantity(fields.number("quantity"))
                    .setReason(reason(fields.text("reason")))
                    .build());

    private static final String REASON = "RETURN_REASON_";

    private ItemFormats() {}

    private static Product product(Fields fields) {
        return Product.newBuilder()
                .setProductId(fields.text("product_id"))
                .setName(fields.text("name"))
                .setCategory(fields.text("category"))
                .setQuantityPerUnit(fields.text("quantity_per_unit"))
                .setUnitPriceCents(fields.cents("unit_price"))
                .setDiscontinued(fields.flag("discontinued"))
                .setStock(Stock.newBuilder().setOnHand(fields.number("units_in_stock")))
                .build();
    }

    private static ReturnReason reason(String word) {
        String name = word.strip().toUpperCase(Locale.ROOT).replace('-', '_');
        List<ReturnReason> reasons = Arrays.stream(ReturnReason.values())
                .filter(reason -> reason != ReturnReason.UNRECOGNIZED)
                .filter(reason -> reason != ReturnReason.RETURN_REASON_UNSPECIFIED)
                .toList();
        for (ReturnReason reason : reasons) {
            if (reason.name().equals(name) || reason.name().equals(REASON + name)) {
                return reason;
            }
        }
        String expected = reasons.stream().map(Words::of).collect(Collectors.joining(", "));
        throw new IllegalArgumentException("reason: %s (expected: %s)".formatted(word, expected));
    }
}
