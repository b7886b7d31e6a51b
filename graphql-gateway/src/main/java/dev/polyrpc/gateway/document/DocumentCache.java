package dev.polyrpc.gateway.document;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The prepared documents that were asked for last, by their text, bounded in number and bytes. Safe for use by many threads. */
final class DocumentCache {
    /** Measured of documents of all sizes: what the parser makes of a character, and the plans of its operations. */
    private static final int BYTES_OF_A_CHARACTER = 80;

    private static final int BYTES_OF_A_DOCUMENT = 2_000;

    private final int most;
    private final long mostBytes;
    private final Map<String, Prepared> kept = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    /** Keeps nothing yet. */
    DocumentCache(int most, long mostBytes) {
        this.most = most;
        this.mostBytes = mostBytes;
    }

    synchronized @Nullable Prepared get(String text) {
        return kept.get(text);
    }

    /** Keeps a document in place of those that nobody asked for the longest; not one that is larger than all that is kept. */
    synchronized void put(String text, Prepared prepared) {
        if (most == 0 || bytes(text) > mostBytes) {
            return;
        }
        if (kept.put(text, prepared) == null) {
            bytes += bytes(text);
        }
        Iterator<String> eldest = kept.keySet().iterator();
        while (kept.size() > most || bytes > mostBytes) {
            bytes -= bytes(eldest.next());
            eldest.remove();
        }
    }

    /** Whether it is neither kept, nor would take the place of another. */
    synchronized boolean hasRoom(String text) {
        return !kept.containsKey(text) && kept.size() < most && bytes + bytes(text) <= mostBytes;
    }

    synchronized int size() {
        return kept.size();
    }

    /** About the heap that a document takes once it is prepared. */
    static long bytes(String text) {
        return BYTES_OF_A_DOCUMENT + (long) BYTES_OF_A_CHARACTER * text.length();
    }
}
