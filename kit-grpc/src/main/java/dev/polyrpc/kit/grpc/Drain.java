package dev.polyrpc.kit.grpc;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The streams that are open, each with what ends it when the server closes. Safe for use by many threads. */
final class Drain {
    private final Set<Runnable> open = ConcurrentHashMap.newKeySet();
    private volatile boolean begun;

    /** Ends all that are open, and from now on each that opens. */
    void begin() {
        begun = true;
        open.forEach(Runnable::run);
    }

    boolean hasBegun() {
        return begun;
    }

    /** Takes note of a stream; its end may be run twice, and must not wait. */
    void add(Runnable end) {
        open.add(end);
        if (begun) { // perhaps too late for begin
            end.run();
        }
    }

    void remove(Runnable end) {
        open.remove(end);
    }

    /** What a stream ends with. */
    static Failure failure() {
        return new Failure(Kind.UNAVAILABLE, "SERVER_DRAINING", "the server is stopping: connect again, and resume");
    }
}
