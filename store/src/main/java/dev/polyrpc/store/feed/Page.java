package dev.polyrpc.store.feed;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a read of the table came to.
 *
 * @param cursor position up to which there are no other events
 * @param failure why it came to nothing
 */
record Page<E>(List<E> events, long cursor, @Nullable RuntimeException failure) {}
