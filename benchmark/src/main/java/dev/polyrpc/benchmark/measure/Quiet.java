package dev.polyrpc.benchmark.measure;

import dev.polyrpc.benchmark.stack.ChildProcess;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Waits until others leave the machine alone, with a patience that is spent once. For use by one thread. */
public final class Quiet {
    private static final Duration LOOK = Duration.ofMillis(200);

    private final Supplier<List<ChildProcess>> processes;
    private Duration patience;

    /** Takes these processes and this JVM for ours, all else for others. */
    public Quiet(Supplier<List<ChildProcess>> processes, Duration patience) {
        this.processes = processes;
        this.patience = patience;
    }

    /** CPU time that all of ours have used so far. */
    Duration ours() {
        return processes.get().stream()
                .map(ChildProcess::cpu)
                .reduce(ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO), Duration::plus);
    }

    /** Returns once others are quiet, or the patience is spent. */
    void await() throws InterruptedException {
        while (foreign() > Window.MOST_FOREIGN && spend(LOOK)) {
            Thread.onSpinWait(); // looking takes its time
        }
    }

    /** Takes from the patience; false when there is too little left. */
    boolean spend(Duration time) {
        if (patience.compareTo(time) < 0) {
            return false;
        }
        patience = patience.minus(time);
        return true;
    }

    private double foreign() throws InterruptedException {
        Duration busy = Machine.busy();
        Duration ours = ours();
        long start = System.nanoTime();
        new CountDownLatch(1).await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        return Machine.foreign(
                        Machine.busy().minus(busy), ours().minus(ours), Duration.ofNanos(System.nanoTime() - start))
                .orElse(0);
    }
}
