package dev.polyrpc.benchmark.load;

import dev.polyrpc.benchmark.stack.Traffic;
import dev.polyrpc.kit.process.DaemonThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Calls that are answered at once, but for those of one stall, which are answered when it ends. */
final class StallingClient implements Client {
    private final ScheduledExecutorService loop =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("stalling"));
    private final Traffic traffic = new Traffic();
    private final List<Answered> held = new ArrayList<>(); // touched on the loop alone
    private boolean stalled;

    /** Answers nothing for so long; returns when that is over. */
    void stall(int millis) throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        loop.execute(() -> {
            stalled = true;
            Future<?> unused = loop.schedule(
                    () -> {
                        stalled = false;
                        List<Answered> late = List.copyOf(held);
                        held.clear();
                        late.forEach(answered -> answered.answered(null));
                        over.countDown();
                    },
                    millis,
                    TimeUnit.MILLISECONDS);
        });
        over.await();
    }

    /** Keeps the loop itself busy for so long, as a pause of this JVM would; returns when that is over. */
    void hold(int millis) {
        CompletableFuture.runAsync(
                        () -> {
                            try {
                                new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        loop)
                .join();
    }

    @Override
    public Slot slot(int number, Answered answered) {
        return () -> {
            if (stalled) {
                held.add(answered);
            } else {
                loop.execute(() -> answered.answered(null));
            }
        };
    }

    @Override
    public ScheduledExecutorService loop() {
        return loop;
    }

    @Override
    public Traffic traffic() {
        return traffic;
    }

    @Override
    public void close() {
        loop.shutdownNow();
    }
}
