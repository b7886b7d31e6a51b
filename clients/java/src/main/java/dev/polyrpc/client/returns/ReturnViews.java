package dev.polyrpc.client.returns;

import static dev.polyrpc.client.output.Column.number;
import static dev.polyrpc.client.output.Column.text;
import static dev.polyrpc.client.output.Column.word;

import dev.polyrpc.client.output.View;
import dev.polyrpc.client.output.Words;
import dev.polyrpc.proto.returns.v1.ProductReturn;
import dev.polyrpc.proto.returns.v1.ReturnStateChange;
import java.util.List;
import java.util.stream.Collectors;

/** How returns are shown. */
final class ReturnViews {
    /** A return: in lists where it is, by itself with its whole history. */
    static final View<ProductReturn> RETURN = new View<>(
            List.of(
                    word("return", 36, ProductReturn::getReturnId),
                    word("state", 11, found -> Words.of(found.getState())),
                    word("product", 24, ProductReturn::getProductId),
                    number("quantity", 8, ProductReturn::getQuantity),
                    word("reason", 10, found -> Words.of(found.getReason())),
                    word("customer", 10, ProductReturn::getCustomer),
                    text("order", 20, ProductReturn::getOrder),
                    word("updated", 20, found -> Words.time(found.getUpdateTime()))),
            List.of(
                    word("return", 0, ProductReturn::getReturnId),
                    word("state", 0, found -> Words.of(found.getState())),
                    word("product", 0, ProductReturn::getProductId),
                    word("quantity", 0, found -> String.valueOf(found.getQuantity())),
                    word("reason", 0, found -> Words.of(found.getReason())),
                    word("customer", 0, ProductReturn::getCustomer),
                    text("order", 0, ProductReturn::getOrder),
                    word("history", 0, ReturnViews::history)));

    private ReturnViews() {}

    private static String history(ProductReturn found) {
        return found.getHistoryList().stream().map(ReturnViews::words).collect(Collectors.joining(", "));
    }

    private static String words(ReturnStateChange change) {
        return Words.of(change.getState());
    }
}
