package dev.polyrpc.benchmark.server;

import dev.polyrpc.product.domain.InventoryEvent;
import dev.polyrpc.product.domain.KeptProduct;
import dev.polyrpc.product.domain.PageRequest;
import dev.polyrpc.product.domain.RequestKey;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What a REST handler asks of who knows the products. Safe for use by many threads. */
interface RestProducts {
    ProductJson get(String productId);

    List<ProductJson> getAll(List<String> productIds);

    List<ProductJson> page(int size);

    CompletionStage<InventoryEvent> adjust(String productId, int change, String requestId);

    /** Whether lists are read from a database: on a thread that may wait. */
    boolean waits();

    /** The domain's. */
    static RestProducts of(Domain domain) {
        return new RestProducts() {
            @Override
            public ProductJson get(String productId) {
                return ProductJson.of(domain.catalogue().get(productId));
            }

            @Override
            public List<ProductJson> getAll(List<String> productIds) {
                return domain.catalogue().getAll(productIds).toCompletableFuture().join().found().stream()
                        .map(KeptProduct::product)
                        .map(ProductJson::of)
                        .toList();
            }

            @Override
            public List<ProductJson> page(int size) {
                return domain.catalogue().list(new PageRequest(size, "")).toCompletableFuture().join().items().stream()
                        .map(KeptProduct::product)
                        .map(ProductJson::of)
                        .toList();
            }

            @Override
            public CompletionStage<InventoryEvent> adjust(String productId, int change, String requestId) {
                return domain.inventory().adjust(productId, change, new RequestKey("bench", requestId));
            }

            @Override
            public boolean waits() {
                return true;
            }
        };
    }

    /** The same one from memory, whatever is asked. */
    static RestProducts sample() {
        ProductJson sample = ProductJson.sample();
        return new RestProducts() {
            @Override
            public ProductJson get(String productId) {
                return sample;
            }

            @Override
            public List<ProductJson> getAll(List<String> productIds) {
                return Collections.nCopies(productIds.size(), sample);
            }

            @Override
            public List<ProductJson> page(int size) {
                return Collections.nCopies(size, sample);
            }

            @Override
            public CompletionStage<InventoryEvent> adjust(String productId, int change, String requestId) {
                throw new UnsupportedOperationException("nothing is kept here");
            }

            @Override
            public boolean waits() {
                return false;
            }
        };
    }
}
