package dev.polyrpc.client.product;

import dev.polyrpc.client.bulk.Refusals;
import dev.polyrpc.client.bulk.Total;
import dev.polyrpc.client.output.Output;
import dev.polyrpc.proto.product.v1.ImportProductsResponse;

/** What became of a whole file, over all the streams that it took. Not safe for use by many threads. */
final class ImportTotal implements Total {
    private final Refusals refusals = new Refusals();
    private long created;
    private long updated;
    private long unchanged;

    void add(ImportProductsResponse summary) {
        created += summary.getCreatedCount();
        updated += summary.getUpdatedCount();
        unchanged += summary.getUnchangedCount();
        refusals.add(summary.getRefusedCount(), summary.getRefusalsList());
    }

    Refusals refusals() {
        return refusals;
    }

    @Override
    public boolean isEmpty() {
        return created + updated + unchanged + refusals.count() == 0;
    }

    @Override
    public int exitCode() {
        return refusals.exitCode();
    }

    @Override
    public void show(Output output) {
        output.summary(
                ImportProductsResponse.newBuilder()
                        .setCreatedCount(created)
                        .setUpdatedCount(updated)
                        .setUnchangedCount(unchanged)
                        .setRefusedCount(refusals.count())
                        .addAllRefusals(refusals.first())
                        .build(),
                "%,d created, %,d updated, %,d unchanged, %,d refused"
                        .formatted(created, updated, unchanged, refusals.count()));
        refusals.show(output);
    }
}
