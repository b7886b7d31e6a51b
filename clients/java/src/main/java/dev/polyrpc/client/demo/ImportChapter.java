package dev.polyrpc.client.demo;

import dev.polyrpc.client.bulk.RequestIds;
import dev.polyrpc.client.catalogue.Catalogue;
import dev.polyrpc.client.catalogue.CatalogueEntry;
import dev.polyrpc.client.demo.Story.NotHeld;
import dev.polyrpc.client.session.Session;
import dev.polyrpc.client.stream.Calls;
import dev.polyrpc.client.stream.Reconnection;
import dev.polyrpc.client.stream.Upload;
import dev.polyrpc.proto.item.v1.ItemRefusal;
import dev.polyrpc.proto.product.v1.ImportProductsRequest;
import dev.polyrpc.proto.product.v1.ImportProductsResponse;
import dev.polyrpc.proto.product.v1.Product;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A catalogue over one client stream: good lines go in, bad ones are named, and once more changes nothing. */
final class ImportChapter {
    private static final int BAD_PRICE = -1;

    private final Story story;
    private final Session warehouse;

    ImportChapter(Story story, Session warehouse) {
        this.story = story;
        this.warehouse = warehouse;
    }

    void play(Path file) throws NotHeld {
        story.chapter("An import (%s), by a client stream: ImportProducts".formatted(file));
        List<CatalogueEntry> entries =
                story.step("the file is read", () -> Catalogue.read(file).entries());
        List<Product> products =
                new ArrayList<>(entries.stream().map(CatalogueEntry::product).toList());
        products.add(product("Not An Id", 100));
        products.add(product("good-id-bad-price", BAD_PRICE));
        ImportProductsResponse first = story.step(
                "%d good lines and 2 bad ones go in, by one call".formatted(entries.size()), () -> send(products));
        story.detail("%d created, %d updated, %d unchanged, %d refused"
                .formatted(
                        first.getCreatedCount(),
                        first.getUpdatedCount(),
                        first.getUnchangedCount(),
                        first.getRefusedCount()));
        story.check("the bad ones alone are refused, each by its line", () -> {
            Story.expect(
                    "lines refused",
                    List.of(entries.size() + 1L, entries.size() + 2L),
                    first.getRefusalsList().stream().map(ItemRefusal::getItem).toList());
        });
        first.getRefusalsList()
                .forEach(refused -> story.detail(
                        "line %d: %s: %s".formatted(refused.getItem(), refused.getReason(), refused.getMessage())));
        story.check("imported again, all is as it was", () -> {
            ImportProductsResponse again = send(products.subList(0, entries.size()));
            Story.expect("unchanged", (long) entries.size(), again.getUnchangedCount());
        });
        story.detail("look at it: scripts/polyrpc import " + file);
    }

    private ImportProductsResponse send(List<Product> products) throws InterruptedException {
        List<ImportProductsResponse> summaries = new ArrayList<>();
        RequestIds ids = new RequestIds();
        Upload<ImportProductsRequest, ImportProductsResponse> upload = new Upload<>(
                Calls.within(
                        Upload.DEADLINE, warehouse.productStreams(), ProductMgmtServiceGrpc.getImportProductsMethod()),
                summaries::add,
                new Reconnection(Duration.ofSeconds(20), story::detail));
        for (int i = 0; i < products.size(); i++) {
            upload.send(ImportProductsRequest.newBuilder()
                    .setProduct(products.get(i))
                    .setItem(i + 1L)
                    .setRequestId(ids.ofLine(i + 1L))
                    .build());
        }
        upload.finish();
        Story.expect("summaries", 1, summaries.size());
        return summaries.get(0);
    }

    private static Product product(String id, long cents) {
        return Product.newBuilder()
                .setProductId(id)
                .setName("A line that is wrong")
                .setUnitPriceCents(cents)
                .build();
    }
}
