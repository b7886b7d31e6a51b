package dev.polyrpc.client.demo;

import dev.polyrpc.client.bulk.RequestIds;
import dev.polyrpc.client.demo.Story.NotHeld;
import dev.polyrpc.client.session.Session;
import dev.polyrpc.client.stream.Calls;
import dev.polyrpc.client.stream.Exchange;
import dev.polyrpc.client.stream.Reconnection;
import dev.polyrpc.proto.product.v1.BatchGetProductsRequest;
import dev.polyrpc.proto.product.v1.Product;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.ReconcileInventoryRequest;
import dev.polyrpc.proto.product.v1.ReconcileInventoryResponse;
import dev.polyrpc.proto.product.v1.ReconcileInventoryResponse.OutcomeCase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A stocktake: a count that is right, one that is not, and one that came too late. */
final class StocktakeChapter {
    private static final List<String> PRODUCTS = List.of("ikura", "tofu", "pavlova");

    private final Story story;
    private final Session warehouse;

    StocktakeChapter(Story story, Session warehouse) {
        this.story = story;
        this.warehouse = warehouse;
    }

    void play() throws NotHeld {
        story.chapter("A stocktake, by a bidirectional stream: ReconcileInventory");
        List<Product> counted = story.step("three products are counted", this::read);
        story.check("meanwhile a unit of the third is sold", () -> sell(counted.get(2)));
        List<ReconcileInventoryResponse> answers = story.step(
                "the counts go in, the answers come out",
                () -> reconcile(List.of(count(counted.get(0), 0), count(counted.get(1), 1), count(counted.get(2), 0))));
        story.check("the first was right, the second is corrected, the third is refused as stale", () -> {
            Story.expect("first", OutcomeCase.CONFIRMED, answers.get(0).getOutcomeCase());
            Story.expect("second", 1, answers.get(1).getCorrection().getChange());
            Story.expect(
                    "third", "STOCK_VERSION_STALE", answers.get(2).getRefusal().getReason());
        });
        story.detail("line 3: " + answers.get(2).getRefusal().getMessage());
        story.check("counted again, it goes in; so do the second's and third's true counts", () -> {
            List<Product> now = read();
            List<ReconcileInventoryResponse> again = reconcile(List.of(count(now.get(1), -1), count(now.get(2), 1)));
            Story.expect("second", -1, again.get(0).getCorrection().getChange());
            Story.expect("third", 1, again.get(1).getCorrection().getChange());
        });
        story.check("the stock is what it was before", () -> {
            List<Product> now = read();
            for (int i = 0; i < now.size(); i++) {
                Story.expect(
                        "on hand of " + PRODUCTS.get(i),
                        counted.get(i).getStock().getOnHand(),
                        now.get(i).getStock().getOnHand());
            }
        });
        story.detail("look at it: scripts/polyrpc reconcile FILE, with the lines product_id,counted,stock_version");
    }

    private List<Product> read() {
        List<Product> products = warehouse
                .products()
                .batchGetProducts(BatchGetProductsRequest.newBuilder()
                        .addAllProductIds(PRODUCTS)
                        .build())
                .getProductsList();
        Story.expect("products found", PRODUCTS.size(), products.size());
        return products;
    }

    private void sell(Product product) {
        if (product.getStock().getOnHand() == 0) {
            throw new IllegalStateException("nothing of %s is on hand".formatted(product.getProductId()));
        }
        warehouse.products().adjustInventory(Requests.adjustment(product.getProductId(), -1));
    }

    private static ReconcileInventoryRequest count(Product product, int more) {
        return ReconcileInventoryRequest.newBuilder()
                .setProductId(product.getProductId())
                .setCounted(product.getStock().getOnHand() + more)
                .setStockVersion(product.getStock().getStockVersion())
                .build();
    }

    /** The answers in the order of the counts, though they may come in any. */
    private List<ReconcileInventoryResponse> reconcile(List<ReconcileInventoryRequest> counts) throws Exception {
        Exchange<ReconcileInventoryRequest, ReconcileInventoryResponse> exchange = new Exchange<>(
                Calls.lasting(warehouse.productStreams(), ProductMgmtServiceGrpc.getReconcileInventoryMethod()),
                ReconcileInventoryResponse::getItem,
                new Reconnection(Duration.ofSeconds(20), story::detail));
        for (int i = 0; i < counts.size(); i++) {
            ReconcileInventoryRequest count = counts.get(i);
            exchange.submit(
                    i + 1L,
                    count.toBuilder()
                            .setItem(i + 1L)
                            .setRequestId(RequestIds.ofContent(count))
                            .build());
        }
        exchange.finish();
        List<ReconcileInventoryResponse> answers = new ArrayList<>();
        for (ReconcileInventoryResponse answer = exchange.next(); answer != null; answer = exchange.next()) {
            answers.add(answer);
        }
        Story.expect("answers", counts.size(), answers.size());
        answers.sort(Comparator.comparingLong(ReconcileInventoryResponse::getItem));
        return answers;
    }
}
