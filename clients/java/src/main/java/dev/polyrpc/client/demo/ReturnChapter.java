package dev.polyrpc.client.demo;

import dev.polyrpc.client.demo.Story.NotHeld;
import dev.polyrpc.client.session.Session;
import dev.polyrpc.proto.product.v1.GetProductRequest;
import dev.polyrpc.proto.product.v1.Stock;
import dev.polyrpc.proto.returns.v1.CancelReturnRequest;
import dev.polyrpc.proto.returns.v1.GetReturnRequest;
import dev.polyrpc.proto.returns.v1.InitiateReturnRequest;
import dev.polyrpc.proto.returns.v1.InspectReturnRequest;
import dev.polyrpc.proto.returns.v1.ProductReturn;
import dev.polyrpc.proto.returns.v1.ReturnReason;
import dev.polyrpc.proto.returns.v1.ReturnState;
import dev.polyrpc.proto.returns.v1.ReturnStateChange;
import dev.polyrpc.proto.returns.v1.Verdict;
import java.util.UUID;
import java.util.stream.Collectors;

/** Goods come back: one return is restocked, one written off, one withdrawn, and the stock is right after each step. */
final class ReturnChapter {
    private final Story story;
    private final Session customer;
    private final Session warehouse;
    private final String productId;
    private final int quantity;

    ReturnChapter(Story story, Session customer, Session warehouse, String productId, int quantity) {
        this.story = story;
        this.customer = customer;
        this.warehouse = warehouse;
        this.productId = productId;
        this.quantity = quantity;
    }

    /** Opened, quarantined, inspected, restocked. */
    void playRestocked() throws NotHeld {
        story.chapter("A return that can be sold again: quarantined, inspected, restocked");
        Stock start = stock();
        ProductReturn opened = open(start);
        inspect(opened, Verdict.VERDICT_ACCEPT, ReturnState.RETURN_STATE_RESTOCKED);
        stands(start, quantity, 0, 0);
    }

    /** Opened, quarantined, inspected, written off. */
    void playWrittenOff() throws NotHeld {
        story.chapter("A return that cannot: quarantined, inspected, written off");
        Stock start = stock();
        ProductReturn opened = open(start);
        inspect(opened, Verdict.VERDICT_REJECT, ReturnState.RETURN_STATE_WRITTEN_OFF);
        stands(start, 0, 0, quantity);
    }

    /** Opened, quarantined, withdrawn. */
    void playWithdrawn() throws NotHeld {
        story.chapter("A return that the customer withdraws: the units leave quarantine again");
        Stock start = stock();
        ProductReturn opened = open(start);
        ProductReturn withdrawn = story.step(customer.name() + " withdraws it", () -> {
            customer.returns()
                    .cancelReturn(CancelReturnRequest.newBuilder()
                            .setReturnId(opened.getReturnId())
                            .setRequestId(UUID.randomUUID().toString())
                            .build());
            return await(opened, ReturnState.RETURN_STATE_WITHDRAWN);
        });
        story.detail(history(withdrawn));
        stands(start, 0, 0, 0);
    }

    private ProductReturn open(Stock start) throws NotHeld {
        String what =
                "%s sends back %d of %s; the units are in quarantine".formatted(customer.name(), quantity, productId);
        ProductReturn opened = story.step(what, () -> {
            ProductReturn answer = customer.returns()
                    .initiateReturn(InitiateReturnRequest.newBuilder()
                            .setOrder("order " + UUID.randomUUID())
                            .setProductId(productId)
                            .setQuantity(quantity)
                            .setReason(ReturnReason.RETURN_REASON_UNWANTED)
                            .setRequestId(UUID.randomUUID().toString())
                            .build())
                    .getProductReturn();
            return await(answer, ReturnState.RETURN_STATE_QUARANTINED);
        });
        story.detail("return " + opened.getReturnId());
        stands(start, 0, quantity, 0);
        return opened;
    }

    private void inspect(ProductReturn opened, Verdict verdict, ReturnState end) throws NotHeld {
        String what = "%s inspects it: %s".formatted(warehouse.name(), verdict);
        ProductReturn decided = story.step(what, () -> {
            warehouse
                    .returns()
                    .inspectReturn(InspectReturnRequest.newBuilder()
                            .setReturnId(opened.getReturnId())
                            .setVerdict(verdict)
                            .setNote("seen in the demo")
                            .setRequestId(UUID.randomUUID().toString())
                            .build());
            return await(opened, end);
        });
        story.detail(history(decided));
    }

    /** A return may answer while it is still on its way: it goes on by itself. */
    private ProductReturn await(ProductReturn opened, ReturnState state) throws Exception {
        GetReturnRequest request =
                GetReturnRequest.newBuilder().setReturnId(opened.getReturnId()).build();
        return Waiting.until(
                "return %s is %s".formatted(opened.getReturnId(), state),
                () -> customer.returns().getReturn(request).getProductReturn(),
                now -> now.getState() == state);
    }

    private void stands(Stock start, int onHand, int quarantined, int writtenOff) throws NotHeld {
        story.check("the stock is right", () -> {
            Stock now = stock();
            story.detail("%s: %s -> %s".formatted(productId, words(start), words(now)));
            Story.expect("on hand", start.getOnHand() + onHand, now.getOnHand());
            Story.expect("quarantined", start.getQuarantined() + quarantined, now.getQuarantined());
            Story.expect("written off", start.getWrittenOff() + writtenOff, now.getWrittenOff());
        });
    }

    private Stock stock() {
        return warehouse
                .products()
                .getProduct(
                        GetProductRequest.newBuilder().setProductId(productId).build())
                .getProduct()
                .getStock();
    }

    private static String words(Stock stock) {
        return "%d on hand, %d quarantined, %d written off"
                .formatted(stock.getOnHand(), stock.getQuarantined(), stock.getWrittenOff());
    }

    private static String history(ProductReturn productReturn) {
        return productReturn.getHistoryList().stream()
                .map(ReturnStateChange::getState)
                .map(state -> state.name().substring("RETURN_STATE_".length()))
                .collect(Collectors.joining(" -> "));
    }
}
