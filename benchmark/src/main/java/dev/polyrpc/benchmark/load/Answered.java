package dev.polyrpc.benchmark.load;

import org.jspecify.annotations.Nullable;

/** What happens when a call has ended. */
@FunctionalInterface
public interface Answered {
    /** Told on the client's event loop, with what went wrong where something did. */
    void answered(@Nullable Throwable failure);
}
