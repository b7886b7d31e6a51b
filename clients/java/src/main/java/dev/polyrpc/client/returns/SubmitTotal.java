package dev.polyrpc.client.returns;

import dev.polyrpc.client.bulk.Refusals;
import dev.polyrpc.client.bulk.Total;
import dev.polyrpc.client.output.Output;
import dev.polyrpc.proto.returns.v1.SubmitReturnsResponse;

/** What became of a whole file of returns, over all the streams that it took. Not safe for use by many threads. */
final class SubmitTotal implements Total {
    private final Refusals refusals = new Refusals();
    private long opened;

    void add(SubmitReturnsResponse summary) {
        opened += summary.getOpenedCount();
        refusals.add(summary.getRefusedCount(), summary.getRefusalsList());
    }

    Refusals refusals() {
        return refusals;
    }

    @Override
    public boolean isEmpty() {
        return opened + refusals.count() == 0;
    }

    @Override
    public int exitCode() {
        return refusals.exitCode();
    }

    @Override
    public void show(Output output) {
        output.summary(
                SubmitReturnsResponse.newBuilder()
                        .setOpenedCount(opened)
                        .setRefusedCount(refusals.count())
                        .addAllRefusals(refusals.first())
                        .build(),
                "%,d open, %,d refused".formatted(opened, refusals.count()));
        refusals.show(output);
    }
}
