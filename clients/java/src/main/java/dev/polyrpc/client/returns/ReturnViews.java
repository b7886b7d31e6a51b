package dev.polyrpc.client.returns;

import static dev.polyrpc.client.output.Column.number;
import static dev.polyrpc.client.output.Column.text;
import static dev.polyrpc.client.output.Column.word;
import static dev.polyrpc.client.output.Detail.line;
import static dev.polyrpc.client.output.Detail.lines;

import dev.polyrpc.client.output.View;
import dev.polyrpc.client.output.Words;
import dev.polyrpc.proto.returns.v1.ProductReturn;
import dev.polyrpc.proto.returns.v1.ReturnStateChange;
import java.util.List;

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
                    line("return", ProductReturn::getReturnId),
                    line("state", found -> Words.of(found.getState())),
                    line("product", ProductReturn::getProductId),
                    line("quantity", found -> found.getQuantity()),
                    line("reason", found -> Words.of(found.getReason())),
                    line("customer", ProductReturn::getCustomer),
                    line("order", ProductReturn::getOrder),
                    line("opened", found -> Words.time(found.getCreateTime())),
                    lines("history", ReturnViews::history)));

    private ReturnViews() {}

    private static List<String> history(ProductReturn found) {
        return found.getHistoryList().stream().map(ReturnViews::step).toList();
    }

    private static String step(ReturnStateChange change) {
        return "%s  %-11s  by %s  %s"
                .formatted(
                        Words.time(change.getChangeTime()),
                        Words.of(change.getState()),
                        change.getInitiatedBy(),
                        change.getNote());
    }
}
