package dev.polyrpc.client.product;

import dev.polyrpc.client.frame.Change;
import dev.polyrpc.client.frame.Invocation;
import dev.polyrpc.client.session.Session;
import dev.polyrpc.proto.product.v1.AdjustInventoryRequest;
import dev.polyrpc.proto.product.v1.InventoryEvent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Changes the stock on hand. */
@Command(
        name = "adjust",
        description = "Adds units to the stock on hand, or takes some from it.",
        footer = {"", "Example: polyrpc product adjust chai -5"})
final class AdjustInventoryCommand implements Runnable {
    private final Invocation invocation;

    @Parameters(index = "0", paramLabel = "PRODUCT", description = "Its id.")
    private String productId = "";

    @Parameters(index = "1", paramLabel = "CHANGE", description = "Units to add, such as 12, or to take, such as -5.")
    private int units;

    @Mixin
    private final Change change = new Change();

    AdjustInventoryCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        AdjustInventoryRequest request = AdjustInventoryRequest.newBuilder()
                .setProductId(productId)
                .setChange(units)
                .setRequestId(change.requestId())
                .build();
        try (Session session = invocation.session()) {
            InventoryEvent event = change.call(session.products(), products -> products.adjustInventory(request))
                    .getEvent();
            invocation.output().one(ProductViews.EVENT, event);
        }
    }
}
