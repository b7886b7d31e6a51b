package dev.polyrpc.product.inbound.thrift;

import static dev.polyrpc.kit.thrift.Answers.listed;

import dev.polyrpc.kit.call.ItemList;
import dev.polyrpc.kit.call.ItemRefusals;
import dev.polyrpc.kit.thrift.ItemMessages;
import dev.polyrpc.product.domain.Catalogue;
import dev.polyrpc.product.domain.ImportOutcome;
import dev.polyrpc.product.domain.RequestKey;
import dev.polyrpc.thrift.common.v1.ItemRefusal;
import dev.polyrpc.thrift.product.v1.ImportProductsItem;
import dev.polyrpc.thrift.product.v1.ImportProductsRequest;
import dev.polyrpc.thrift.product.v1.ImportProductsResponse;
import dev.polyrpc.thrift.product.v1.Product;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One import: what becomes of each product of its list, and of all. */
final class ProductImport {
    private final Catalogue catalogue;
    private final String subject;

    ProductImport(Catalogue catalogue, String subject) {
        this.catalogue = catalogue;
        this.subject = subject;
    }

    CompletionStage<ImportProductsResponse> take(ImportProductsRequest request) {
        return ItemList.each(listed(request.getItems()), this::take).thenApply(ProductImport::summary);
    }

    private CompletionStage<Taken> take(ImportProductsItem item, int place) {
        Product product = item.isSetProduct() ? item.getProduct() : new Product();
        return ItemRefusals.orRefusal(
                item.getItem(),
                () -> catalogue
                        .put(
                                product.getProductId(),
                                ProductMapper.entry(product),
                                new RequestKey(subject, item.getRequestId()))
                        .thenApply(outcome -> new Taken(outcome, null)),
                refusal -> new Taken(null, ItemMessages.toThrift(refusal, place)));
    }

    private static ImportProductsResponse summary(List<Taken> all) {
        List<ItemRefusal> refusals =
                all.stream().map(Taken::refusal).filter(Objects::nonNull).toList();
        return new ImportProductsResponse()
                .setCreatedCount(count(all, ImportOutcome.CREATED))
                .setUpdatedCount(count(all, ImportOutcome.UPDATED))
                .setUnchangedCount(count(all, ImportOutcome.UNCHANGED))
                .setRefusedCount(refusals.size())
                .setRefusals(refusals);
    }

    private static long count(List<Taken> all, ImportOutcome outcome) {
        return all.stream().filter(taken -> taken.outcome == outcome).count();
    }

    /** What became of one product: either of the two. */
    private record Taken(
            @Nullable ImportOutcome outcome, @Nullable ItemRefusal refusal) {}
}
