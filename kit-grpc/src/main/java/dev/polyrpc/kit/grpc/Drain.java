package dev.polyrpc.kit.grpc;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import io.grpc.Context;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The streams that the wire is not done with, to be ended when the server closes. Safe for use by many threads. */
final class Drain {
    private final Set<Stream> open = ConcurrentHashMap.newKeySet();
    private volatile boolean begun;

    /** Ends all that are open, and from now on each that opens. */
    void begin() {
        begun = true;
        open.forEach(stream -> stream.end.run());
    }

    boolean hasBegun() {
        return begun;
    }

    void add(Stream stream) {
        open.add(stream);
        if (begun) { // perhaps too late for begin
            stream.end.run();
        }
    }

    void remove(Stream stream) {
        open.remove(stream);
    }

    /** How many are closed, and wait for nothing but a client that does not read. */
    int unread() {
        return (int)
                open.stream().filter(stream -> stream.serving.isCancelled()).count();
    }

    /** What a stream ends with. */
    static Failure failure() {
        return new Failure(Kind.UNAVAILABLE, "SERVER_DRAINING", "the server is stopping: connect again, and resume");
    }

    /**
     * An open stream, equal to itself alone.
     *
     * @see #begin
     */
    static final class Stream {
        private final Context serving;
        private final Runnable end;

        /**
         * Makes it.
         *
         * @param serving cancelled once the call is closed
         * @param end ends the call; may be run twice, and must not wait
         */
        Stream(Context serving, Runnable end) {
            this.serving = serving;
            this.end = end;
        }
    }
}
