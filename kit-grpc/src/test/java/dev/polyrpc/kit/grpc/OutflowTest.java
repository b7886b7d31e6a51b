package dev.polyrpc.kit.grpc;

import static dev.polyrpc.kit.grpc.StreamRig.await;
import static dev.polyrpc.kit.grpc.StreamRig.settled;
import static org.assertj.core.api.Assertions.assertThat;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.proto.product.v1.InventoryEvent;
import dev.polyrpc.proto.product.v1.WatchInventoryRequest;
import dev.polyrpc.proto.product.v1.WatchInventoryResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class OutflowTest {
    private final StreamRig rig = new StreamRig();
    private final StreamHandlers handlers = rig.handlers;
    private final AtomicLong available = new AtomicLong();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger within = new AtomicInteger();
    private volatile String padding = "";

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void accepted_headersComeBeforeAnyMessage() throws Exception {
        ManualCall<WatchInventoryRequest, WatchInventoryResponse> call = rig.watch();

        assertThat(call.headers.get(20, TimeUnit.SECONDS).get(RequestIdInterceptor.HEADER))
                .isNotNull();
        assertThat(call.end).isNotDone();
        call.cancel();
        rig.awaitNoOpenCalls();
        await(() -> handlers.ends.get() == 1);
    }

    @Test
    void signalledByManyThreads_sendsEachOnce_inOrder() throws Exception {
        handlers.next = this::next;
        int messages = 20_000;
        ManualCall<WatchInventoryRequest, WatchInventoryResponse> call =
                rig.watch().read(messages);
        Outflow<WatchInventoryResponse> outflow = handlers.outflow.get(20, TimeUnit.SECONDS);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        for (int signal = 0; signal < messages; signal++) {
            threads.execute(() -> {
                available.incrementAndGet();
                outflow.signal();
            });
        }
        List<Long> got = new ArrayList<>();
        for (int message = 0; message < messages; message++) {
            got.add(Objects.requireNonNull(call.answer()).getEvent().getPosition());
        }

        assertThat(got)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, messages).boxed().toList());
        threads.shutdownNow();
    }

    @Test
    void clientDoesNotRead_nothingMoreIsAskedFor_untilItReads() throws Exception {
        handlers.next = this::next;
        padding = "x".repeat(64 * 1024);
        int messages = 1_000;
        available.set(messages);
        ManualCall<WatchInventoryRequest, WatchInventoryResponse> call = rig.watch();
        handlers.outflow.get(20, TimeUnit.SECONDS).signal();

        assertThat(settled(sent::get)).isLessThan(messages / 4);
        call.read(messages);

        for (int message = 0; message < messages; message++) {
            assertThat(call.answer()).isNotNull();
        }
        assertThat(sent).hasValue(messages);
    }

    @Test
    void fail_endsWithThatFailure_onceAndForAll() throws Exception {
        ManualCall<WatchInventoryRequest, WatchInventoryResponse> call = rig.watch();
        Outflow<WatchInventoryResponse> outflow = handlers.outflow.get(20, TimeUnit.SECONDS);

        outflow.fail(new Failure(Kind.OUT_OF_RANGE, "POSITION_EXPIRED", "after: 1 (expected: 5 or later)"));
        outflow.fail(new Failure(Kind.STATE, "TOO_LATE", "too late"));
        outflow.signal();

        assertThat(call.ending()).isEqualTo("OUT_OF_RANGE POSITION_EXPIRED");
        await(() -> handlers.ends.get() == 1);
        rig.awaitNoOpenCalls();
    }

    @Test
    void nextThrows_endsTheCall() throws Exception { // RPC-12
        handlers.next = () -> {
            throw new IllegalStateException("SELECT secret");
        };
        ManualCall<WatchInventoryRequest, WatchInventoryResponse> call = rig.watch();
        handlers.outflow.get(20, TimeUnit.SECONDS).signal();

        assertThat(call.status().getDescription()).isEqualTo("internal error");
        await(() -> handlers.ends.get() == 1);
    }

    @Test
    void clientVanishes_endsOnce_andNothingMoreIsAskedFor() throws Exception {
        try (CutWire wire = new CutWire(rig.server.port())) {
            handlers.next = this::next;
            rig.watchOver(wire.port());
            Outflow<WatchInventoryResponse> outflow = handlers.outflow.get(20, TimeUnit.SECONDS);

            wire.cut();
            await(() -> handlers.ends.get() == 1);
            available.set(10);
            outflow.signal();

            assertThat(sent).hasValue(0);
            rig.awaitNoOpenCalls();
        }
    }

    @Test
    void serverCloses_watchersEndAtOnce_alsoThoseThatDoNotRead() throws Exception {
        handlers.next = this::next;
        padding = "x".repeat(64 * 1024);
        available.set(1_000);
        ManualCall<WatchInventoryRequest, WatchInventoryResponse> stalled = rig.watch();
        handlers.outflow.get(20, TimeUnit.SECONDS).signal();
        assertThat(settled(sent::get)).isPositive();

        long begin = System.nanoTime();
        CompletableFuture.runAsync(rig.server::close).join();

        assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(5)); // of 10 that it may take
        assertThat(handlers.ends).hasValue(1);
        assertThat(stalled.read(1_000).status().isOk()).isFalse();
    }

    private @Nullable WatchInventoryResponse next() {
        assertThat(within.incrementAndGet()).isEqualTo(1); // one thread at a time
        try {
            if (sent.get() >= available.get()) {
                return null;
            }
            return WatchInventoryResponse.newBuilder()
                    .setEvent(InventoryEvent.newBuilder()
                            .setPosition(sent.incrementAndGet())
                            .setProductId(padding))
                    .build();
        } finally {
            within.decrementAndGet();
        }
    }
}
