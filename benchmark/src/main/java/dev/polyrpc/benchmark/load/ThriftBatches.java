package dev.polyrpc.benchmark.load;

import dev.polyrpc.benchmark.stack.SampleMessages;
import dev.polyrpc.proto.product.v1.Stock;
import dev.polyrpc.thrift.product.v1.ImportProductsItem;
import dev.polyrpc.thrift.product.v1.ImportProductsRequest;
import dev.polyrpc.thrift.product.v1.Product;
import dev.polyrpc.thrift.product.v1.ProductMgmtService;
import dev.polyrpc.thrift.product.v1.ReconcileInventoryItem;
import dev.polyrpc.thrift.product.v1.ReconcileInventoryRequest;
import dev.polyrpc.thrift.product.v1.WatchInventoryRequest;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** What gRPC streams, as Thrift says it: polls, and lists of items. */
public final class ThriftBatches {
    /** Most changes that a poll answers. */
    public static final int POLLED = 1_000;
    /** Most items of a list. */
    public static final int ITEMS = 100;

    private static final int MOST_CENTS = 100_000;

    private ThriftBatches() {}

    /** Polls for the changes after a position, of which there are at least as many as a poll answers. */
    public static Requests watches(long after, List<String> tokens) {
        return ThriftRequests.frames(
                "watchInventory",
                1,
                tokens,
                context -> new ProductMgmtService.watchInventory_args(
                        context, new WatchInventoryRequest().setAfter(after).setLimit(POLLED)));
    }

    /** Imports of products with another price. */
    public static Requests imports(int products, List<String> tokens) {
        SplittableRandom random = new SplittableRandom(42);
        return ThriftRequests.frames(
                "importProducts",
                products,
                tokens,
                context -> new ProductMgmtService.importProducts_args(
                        context,
                        new ImportProductsRequest(IntStream.range(0, ITEMS)
                                .mapToObj(n -> imported(n, random.nextInt(MOST_CENTS)))
                                .toList())));
    }

    /** Counts of a part of the first products, all as they should be. */
    public static Requests counts(List<Stock> stocks, int first, int items, List<String> tokens) {
        List<ReconcileInventoryItem> counts = IntStream.range(first, first + items)
                .mapToObj(n -> counted(n, stocks.get(n)))
                .toList();
        return ThriftRequests.frames(
                "reconcileInventory",
                1,
                tokens,
                context ->
                        new ProductMgmtService.reconcileInventory_args(context, new ReconcileInventoryRequest(counts)));
    }

    private static ImportProductsItem imported(int n, int cents) {
        return new ImportProductsItem()
                .setProduct(new Product()
                        .setProductId(Templates.place(n))
                        .setName("Chai")
                        .setCategory("Beverages")
                        .setQuantityPerUnit("10 boxes")
                        .setUnitPriceCents(cents))
                .setItem(n + 1)
                .setRequestId(RequestIds.SAMPLE);
    }

    private static ReconcileInventoryItem counted(int n, Stock stock) {
        return new ReconcileInventoryItem()
                .setProductId(SampleMessages.productId(n))
                .setCounted(stock.getOnHand())
                .setStockVersion(stock.getStockVersion())
                .setItem(n + 1)
                .setRequestId(RequestIds.SAMPLE);
    }
}
