package dev.polyrpc.gateway.graph;

import static java.util.stream.Collectors.toMap;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.proto.product.v1.BatchGetProductsRequest;
import dev.polyrpc.proto.product.v1.BatchGetProductsResponse;
import dev.polyrpc.proto.product.v1.ListProductsRequest;
import dev.polyrpc.proto.product.v1.ListProductsResponse;
import dev.polyrpc.proto.product.v1.Product;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.dataloader.Try;
import org.jspecify.annotations.Nullable;

/**
 * How one request reads products: only the fields that it selects, and, where it can tell by {@code stale}, as they were last
 * seen when they cannot be read. Safe for use by many threads.
 */
final class ProductReads {
    /** Without it product management answers nobody, so nobody gets what others have read. */
    private static final String SCOPE = "product:read";

    private static final Set<Kind> OUT_OF_REACH = Set.of(Kind.UNAVAILABLE, Kind.DEADLINE, Kind.EXHAUSTED);

    private final ProductBackend backend;
    private final LastSeen lastSeen;
    private final Supplier<ProductSelection> selections;
    private final RequestScope scope;
    private final Set<Product> stale = Collections.newSetFromMap(new IdentityHashMap<>(0)); // guarded by itself

    ProductReads(ProductBackend backend, LastSeen lastSeen, Supplier<ProductSelection> selections, RequestScope scope) {
        this.backend = backend;
        this.lastSeen = lastSeen;
        this.selections = selections;
        this.scope = scope;
    }

    /** Reads up to 100 products as a part of the request; each has an outcome of its own, and none where there is no such product. */
    CompletableFuture<Map<String, Try<Product>>> batch(Set<String> ids, RequestScope part) {
        ProductSelection selection = selections.get();
        BatchGetProductsRequest request = BatchGetProductsRequest.newBuilder()
                .addAllProductIds(ids)
                .setReadMask(selection.mask())
                .build();
        return backend.products(request, part)
                .handle((answer, thrown) ->
                        answer == null ? instead(ids, selection, thrown) : found(answer, selection));
    }

    /** Reads a page of the catalogue. */
    CompletableFuture<ListProductsResponse> page(int pageSize, String pageToken) {
        ProductSelection selection = selections.get();
        ListProductsRequest request = ListProductsRequest.newBuilder()
                .setPageSize(pageSize)
                .setPageToken(pageToken)
                .setReadMask(selection.mask())
                .build();
        return backend.page(request, scope).thenApply(answer -> {
            keep(selection, answer.getProductsList());
            return answer;
        });
    }

    /** Whether a product of this request is one that could not be read. */
    boolean isStale(Product product) {
        synchronized (stale) {
            return stale.contains(product);
        }
    }

    /** For those alone who can tell: the others do not pay for it. */
    private void keep(ProductSelection selection, List<Product> products) {
        if (selection.stale()) {
            lastSeen.seen(selection.mask(), products);
        }
    }

    private Map<String, Try<Product>> found(BatchGetProductsResponse answer, ProductSelection selection) {
        keep(selection, answer.getProductsList());
        lastSeen.gone(answer.getMissingProductIdsList());
        return answer.getProductsList().stream().collect(toMap(Product::getProductId, Try::succeeded));
    }

    private Map<String, Try<Product>> instead(Set<String> ids, ProductSelection selection, @Nullable Throwable thrown) {
        Throwable cause = Objects.requireNonNullElseGet(thrown, () -> new NullPointerException("answer"));
        Map<String, Try<Product>> outcomes = new HashMap<>();
        boolean mayBeStale =
                selection.stale() && isOutOfReach(cause) && scope.caller().has(SCOPE);
        for (String id : ids) {
            Product last = mayBeStale ? lastSeen.product(id, selection.mask()) : null;
            outcomes.put(id, last == null ? Try.failed(cause) : marked(last));
        }
        return outcomes;
    }

    private Try<Product> marked(Product last) {
        synchronized (stale) {
            stale.add(last);
        }
        return Try.succeeded(last);
    }

    /** Not where it is the caller's right that nobody could be asked about. */
    private static boolean isOutOfReach(Throwable thrown) {
        Failure failure = GraphErrors.failure(thrown);
        return failure != null
                && OUT_OF_REACH.contains(failure.kind())
                && !failure.reason().equals("TOKEN_SERVICE_UNAVAILABLE");
    }
}
