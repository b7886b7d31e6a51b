package dev.polyrpc.kit.process;

import java.util.Map;

/** A started service. Safe for use by many threads. */
public interface Running extends AutoCloseable {
    /** The ports it listens on, by purpose: {@code grpc}, {@code https}, {@code admin}. */
    Map<String, Integer> ports();

    /** Waits until the service has ended. */
    void awaitTermination() throws InterruptedException;

    /** Takes no new work, lets what has begun end, then stops; a second call does nothing. */
    @Override
    void close();
}
