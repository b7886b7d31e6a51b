package dev.polyrpc.product.inbound.grpc;

import dev.polyrpc.kit.call.ItemRefusals;
import dev.polyrpc.kit.grpc.ItemMessages;
import dev.polyrpc.product.domain.Catalogue;
import dev.polyrpc.product.domain.ImportOutcome;
import dev.polyrpc.product.domain.RequestKey;
import dev.polyrpc.proto.product.v1.ImportProductsRequest;
import dev.polyrpc.proto.product.v1.ImportProductsResponse;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** One import: its products as they come, and what became of them in all. */
final class ProductImport {
    private final Catalogue catalogue;
    private final String subject;
    private final Map<ImportOutcome, Long> counts = new ConcurrentHashMap<>();
    private final ItemRefusals refusals = new ItemRefusals();

    ProductImport(Catalogue catalogue, String subject) {
        this.catalogue = catalogue;
        this.subject = subject;
    }

    CompletionStage<?> take(ImportProductsRequest request) {
        return refusals.orKept(
                request.getItem(),
                () -> catalogue
                        .put(
                                request.getProduct().getProductId(),
                                ProductMapper.entry(request.getProduct()),
                                new RequestKey(subject, request.getRequestId()))
                        .thenApply(outcome -> counts.merge(outcome, 1L, Long::sum)));
    }

    ImportProductsResponse summary() {
        return ImportProductsResponse.newBuilder()
                .setCreatedCount(count(ImportOutcome.CREATED))
                .setUpdatedCount(count(ImportOutcome.UPDATED))
                .setUnchangedCount(count(ImportOutcome.UNCHANGED))
                .setRefusedCount(refusals.count())
                .addAllRefusals(refusals.first(ItemMessages::toProto))
                .build();
    }

    private long count(ImportOutcome outcome) {
        return counts.getOrDefault(outcome, 0L);
    }
}
