package dev.polyrpc.product.inbound.grpc;

import static dev.polyrpc.kit.grpc.Answers.answer;

import com.google.protobuf.FieldMask;
import com.google.protobuf.MessageLite;
import dev.polyrpc.product.domain.Catalogue;
import dev.polyrpc.product.domain.KeptProduct;
import dev.polyrpc.product.domain.PageRequest;
import dev.polyrpc.product.domain.ProductForm;
import dev.polyrpc.proto.product.v1.BatchGetProductsRequest;
import dev.polyrpc.proto.product.v1.BatchGetProductsResponse;
import dev.polyrpc.proto.product.v1.GetProductRequest;
import dev.polyrpc.proto.product.v1.GetProductResponse;
import dev.polyrpc.proto.product.v1.ListProductsRequest;
import dev.polyrpc.proto.product.v1.ListProductsResponse;
import dev.polyrpc.proto.product.v1.Product;
import io.grpc.stub.StreamObserver;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Answers reads of products with the bytes that each product keeps of itself. Messages written one after the other are one
 * message in protobuf, and products have the same number in the answers of all three methods: so a list is the answers of
 * GetProduct in a row, with what else the list says behind them. Safe for use by many threads.
 */
final class EncodedReads {
    private static final ProductForm<byte[]> WHOLE =
            new ProductForm<>(product -> encoded(ProductMapper.toProto(product)));

    private final Catalogue catalogue;

    EncodedReads(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    void getProduct(GetProductRequest request, StreamObserver<byte[]> responses) {
        if (!request.hasReadMask()) {
            reply(responses, catalogue.get(request.getProductId(), WHOLE));
            return;
        }
        UnaryOperator<Product> masked = FieldMasks.reading(request.getReadMask());
        reply(responses, encoded(masked.apply(ProductMapper.toProto(catalogue.get(request.getProductId())))));
    }

    void batchGetProducts(BatchGetProductsRequest request, StreamObserver<byte[]> responses) {
        Function<KeptProduct, byte[]> form = form(request.getReadMask());
        catalogue
                .getAll(request.getProductIdsList())
                .thenApply(batch -> joined(
                        batch.found(),
                        form,
                        BatchGetProductsResponse.newBuilder()
                                .addAllMissingProductIds(batch.missing())
                                .build()))
                .whenComplete(answer(responses));
    }

    void listProducts(ListProductsRequest request, StreamObserver<byte[]> responses) {
        Function<KeptProduct, byte[]> form = form(request.getReadMask());
        catalogue
                .list(new PageRequest(request.getPageSize(), request.getPageToken()))
                .thenApply(page -> joined(
                        page.items(),
                        form,
                        ListProductsResponse.newBuilder()
                                .setNextPageToken(page.nextToken())
                                .build()))
                .whenComplete(answer(responses));
    }

    /** Whole products are kept as bytes; of others only some fields were asked for, and the id. */
    private static Function<KeptProduct, byte[]> form(FieldMask mask) {
        if (mask.getPathsCount() == 0) {
            return kept -> kept.in(WHOLE);
        }
        UnaryOperator<Product> masked = FieldMasks.readingWithId(mask);
        return kept -> encoded(masked.apply(ProductMapper.toProto(kept.product())));
    }

    private static byte[] joined(List<KeptProduct> products, Function<KeptProduct, byte[]> form, MessageLite rest) {
        List<byte[]> parts = new ArrayList<>(products.size() + 1);
        products.forEach(product -> parts.add(form.apply(product)));
        parts.add(rest.toByteArray());
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer all = ByteBuffer.allocate(length);
        parts.forEach(all::put);
        return all.array();
    }

    private static byte[] encoded(Product product) {
        return GetProductResponse.newBuilder().setProduct(product).build().toByteArray();
    }

    private static void reply(StreamObserver<byte[]> responses, byte[] response) {
        responses.onNext(response);
        responses.onCompleted();
    }
}
