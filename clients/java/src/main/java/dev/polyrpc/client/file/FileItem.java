package dev.polyrpc.client.file;

import org.jspecify.annotations.Nullable;

/**
 * What one line of a file says: an item, or why it says none.
 *
 * @param line number of the line that it begins on, from 1
 * @param item the item; null where the line cannot be read
 * @param problem why it cannot be read; else empty
 */
public record FileItem<Q>(long line, @Nullable Q item, String problem) {}
