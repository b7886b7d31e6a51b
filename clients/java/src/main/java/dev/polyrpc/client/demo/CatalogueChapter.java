package dev.polyrpc.client.demo;

import dev.polyrpc.client.catalogue.Catalogue;
import dev.polyrpc.client.catalogue.CatalogueEntry;
import dev.polyrpc.client.demo.Story.NotHeld;
import dev.polyrpc.client.session.Refusal;
import dev.polyrpc.client.session.Session;
import dev.polyrpc.proto.product.v1.BatchGetProductsRequest;
import dev.polyrpc.proto.product.v1.CreateProductRequest;
import dev.polyrpc.proto.product.v1.Product;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** The warehouse fills the catalogue with products that people know, and counts their stock in. */
final class CatalogueChapter {
    private static final int PRODUCTS_BETWEEN_NEWS = 20;

    private final Story story;
    private final Session warehouse;

    CatalogueChapter(Story story, Session warehouse) {
        this.story = story;
        this.warehouse = warehouse;
    }

    void play(Path file) throws NotHeld {
        story.chapter("The catalogue (%s), by gRPC: CreateProduct and AdjustInventory".formatted(file));
        Catalogue catalogue = story.step("the file is read", () -> Catalogue.read(file));
        catalogue.badLines().forEach(bad -> story.detail("left out, line %d: %s".formatted(bad.line(), bad.problem())));
        List<CatalogueEntry> entries = catalogue.entries();
        int created = story.step(entries.size() + " products are in the catalogue", () -> create(entries));
        story.detail("%d created now, %d there before".formatted(created, entries.size() - created));
        int adjusted = story.step("their stock on hand is as in the file", () -> adjust(entries));
        story.detail("%d adjusted, %d units on hand in all".formatted(adjusted, units(entries)));
        story.check("read back in one batch, each product and its stock is what the file says", () -> verify(entries));
    }

    private int create(List<CatalogueEntry> entries) {
        int created = 0;
        int refused = 0;
        for (CatalogueEntry entry : entries) {
            try {
                created += create(entry.product()) ? 1 : 0;
            } catch (StatusRuntimeException e) {
                refused++;
                story.detail("left out, line %d: %s".formatted(entry.line(), Refusal.of(e)));
            }
            if ((entry.line() - 1) % PRODUCTS_BETWEEN_NEWS == 0) {
                story.detail("%d of %d".formatted(entry.line() - 1, entries.size()));
            }
        }
        Story.expect("lines left out", 0, refused);
        return created;
    }

    private boolean create(Product product) {
        try {
            warehouse
                    .products()
                    .createProduct(CreateProductRequest.newBuilder()
                            .setProduct(product)
                            .setRequestId(UUID.randomUUID().toString())
                            .build());
            return true;
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.ALREADY_EXISTS) {
                return false;
            }
            throw e;
        }
    }

    private int adjust(List<CatalogueEntry> entries) {
        List<Product> products = products(entries);
        int adjusted = 0;
        for (int i = 0; i < entries.size(); i++) {
            Product product = products.get(i);
            int change = entries.get(i).unitsInStock() - product.getStock().getOnHand();
            if (change != 0) {
                warehouse.products().adjustInventory(Requests.adjustment(product.getProductId(), change));
                adjusted++;
            }
        }
        return adjusted;
    }

    private void verify(List<CatalogueEntry> entries) {
        List<Product> products = products(entries);
        for (int i = 0; i < entries.size(); i++) {
            CatalogueEntry entry = entries.get(i);
            Product product = products.get(i);
            Story.expect("name", entry.product().getName(), product.getName());
            Story.expect(
                    "price of " + product.getName(), entry.product().getUnitPriceCents(), product.getUnitPriceCents());
            Story.expect(
                    "units of " + product.getName(),
                    entry.unitsInStock(),
                    product.getStock().getOnHand());
        }
    }

    /** What the service knows of the entries, in their order. */
    private List<Product> products(List<CatalogueEntry> entries) {
        List<String> ids =
                entries.stream().map(entry -> entry.product().getProductId()).toList();
        List<Product> products = warehouse
                .products()
                .batchGetProducts(BatchGetProductsRequest.newBuilder()
                        .addAllProductIds(ids)
                        .build())
                .getProductsList();
        Story.expect("products found", ids.size(), products.size());
        return products;
    }

    private static long units(List<CatalogueEntry> entries) {
        return entries.stream().mapToLong(CatalogueEntry::unitsInStock).sum();
    }
}
