package dev.polyrpc.benchmark.measure;

import dev.polyrpc.benchmark.stack.ChildProcess;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Tells whether others used the machine while something was measured. Safe for use by many threads. */
public final class Others {
    private final Quiet quiet;

    /** Takes these processes and this JVM for ours, all else for others. */
    public Others(Supplier<List<ChildProcess>> processes) {
        this.quiet = new Quiet(processes, Duration.ZERO);
    }

    /** Looks from now on. */
    public Look look() {
        return new Look();
    }

    /** From one moment to another, in which our processes may begin but not end. */
    public final class Look {
        private final Duration busy = Machine.busy();
        private final Duration ours = quiet.ours();
        private final long start = System.nanoTime();

        private Look() {}

        /** Whether others used too much of the machine since. */
        public boolean disturbed() {
            Duration wall = Duration.ofNanos(System.nanoTime() - start);
            return Machine.foreign(Machine.busy().minus(busy), quiet.ours().minus(ours), wall)
                            .orElse(0)
                    > Window.MOST_FOREIGN;
        }
    }
}
