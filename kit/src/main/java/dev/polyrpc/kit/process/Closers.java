package dev.polyrpc.kit.process;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * All that a service has open, and how to close it: the latest first, and each whatever became of the others. For one
 * thread at a time.
 */
public final class Closers implements AutoCloseable {
    private final Deque<Runnable> closers = new ArrayDeque<>();

    /** Adds how to close what was just opened. */
    public void push(Runnable closer) {
        closers.push(closer);
    }

    /** Closes all; the first that failed is thrown in the end, the others are suppressed in it. */
    @Override
    public void close() {
        RuntimeException failed = run();
        if (failed != null) {
            throw failed;
        }
    }

    /** Closes all where a start has failed; what fails besides is suppressed in that. */
    public void closeAfter(Throwable failure) {
        RuntimeException failed = run();
        if (failed != null) {
            failure.addSuppressed(failed);
        }
    }

    private @Nullable RuntimeException run() {
        RuntimeException first = null;
        for (Runnable closer = closers.poll(); closer != null; closer = closers.poll()) {
            try {
                closer.run();
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        return first;
    }
}
