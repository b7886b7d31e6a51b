package dev.polyrpc.kit.grpc;

import dev.polyrpc.kit.identity.Caller;
import io.grpc.Metadata;
import org.jspecify.annotations.Nullable;

/**
 * The caller found when a call's thread was chosen, for the same call to take up on the same thread. A call is told by its
 * headers, the very object: another call's are never the same, whatever they say. For use by one thread.
 */
final class KnownCaller {
    private @Nullable Metadata headers;
    private @Nullable Caller caller;

    void put(Metadata of, Caller known) {
        headers = of;
        caller = known;
    }

    /** The caller of the call with these headers, once; nothing is kept, whosever it was. */
    @Nullable
    Caller take(Metadata of) {
        Caller known = headers == of ? caller : null;
        headers = null;
        caller = null;
        return known;
    }
}
