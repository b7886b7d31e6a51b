package dev.polyrpc.gateway.graph;

import dev.polyrpc.kit.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A place in a list that a backend pages through: a page, and how many of its rows lie before the place. The page token
 * is signed by the backend, so a cursor can be bent only within its own list.
 *
 * @param skip rows of the page that lie before the place: 0 to {@value #MAX_SKIP}
 * @param pageToken the backend's token of the page; empty = the first page
 */
record Cursor(int skip, String pageToken) {
    static final int MAX_SKIP = 1000;

    /** The start of every list. */
    static final Cursor START = new Cursor(0, "");

    /** The text that clients get. */
    String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((skip + "." + pageToken).getBytes(StandardCharsets.UTF_8));
    }

    /** Reads the argument {@code after}; none means the start of the list. */
    static Cursor parse(@Nullable String text) {
        if (text == null) {
            return START;
        }
        try {
            String decoded = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            int dot = decoded.indexOf('.');
            int skip = dot < 0 ? -1 : Integer.parseInt(decoded.substring(0, dot));
            if (skip >= 0 && skip <= MAX_SKIP) {
                return new Cursor(skip, decoded.substring(dot + 1));
            }
        } catch (IllegalArgumentException malformed) {
            // said below, with every other text that is no cursor
        }
        throw Failure.invalid("CURSOR_INVALID", "after", text, "a cursor of this list");
    }
}
