package dev.polyrpc.kit.grpc;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The messages that say the latest events, each made once for all whom it is sent to. Safe for use by many threads. */
public final class SharedMessages<E, A> {
    private static final int KEPT = 8_192; // a power of two

    private final AtomicReferenceArray<@Nullable Entry<A>> entries = new AtomicReferenceArray<>(KEPT);
    private final Function<E, A> maker;

    /** Makes messages of events as the maker does. */
    public SharedMessages(Function<E, A> maker) {
        this.maker = maker;
    }

    /** The message of the event at a position. */
    public A of(long position, E event) {
        int slot = (int) position & (KEPT - 1);
        Entry<A> known = entries.getAcquire(slot);
        if (known != null && known.position == position) {
            return known.message;
        }
        A made = maker.apply(event);
        entries.setRelease(slot, new Entry<>(position, made));
        return made;
    }

    private record Entry<A>(long position, A message) {}
}
