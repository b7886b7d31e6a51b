package dev.polyrpc.gateway.graph;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.polyrpc.kit.failure.Failure;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * Says the places of one list as signed text, which clients can neither forge nor use with another list. Safe for use by many
 * threads.
 *
 * @param key signs them
 * @param list name of the list: its field, and whatever it was filtered by
 */
record CursorSeal(CursorKey key, String list) {
    private static final int SEAL_BYTES = 16;
    private static final int MAX_LENGTH = 2048;

    /** The text that clients get. */
    String text(Cursor cursor) {
        byte[] content = (cursor.skip() + "." + cursor.pageToken()).getBytes(UTF_8);
        byte[] sealed = Arrays.copyOf(seal(content), SEAL_BYTES + content.length);
        System.arraycopy(content, 0, sealed, SEAL_BYTES, content.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
    }

    /** Reads the argument {@code after}; none means the start of the list, and what was not made by {@link #text} is refused. */
    Cursor cursor(@Nullable String text) {
        if (text == null) {
            return Cursor.START;
        }
        byte[] sealed = decode(text);
        if (sealed.length <= SEAL_BYTES) {
            throw invalid();
        }
        byte[] content = Arrays.copyOfRange(sealed, SEAL_BYTES, sealed.length);
        if (!MessageDigest.isEqual(seal(content), Arrays.copyOf(sealed, SEAL_BYTES))) {
            throw invalid();
        }
        String place = new String(content, UTF_8);
        int dot = place.indexOf('.');
        return new Cursor(Integer.parseInt(place, 0, dot, 10), place.substring(dot + 1));
    }

    /** Whatever is wrong with it: why would help nobody but a forger. */
    static Failure invalid() {
        return Failure.invalid(
                "CURSOR_INVALID", "after", "not ours", "a cursor of this list, asked for with the same filter");
    }

    private static byte[] decode(String text) {
        if (text.length() > MAX_LENGTH) {
            throw invalid();
        }
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            throw invalid();
        }
    }

    private byte[] seal(byte[] content) {
        Mac mac = key.mac();
        mac.update(list.getBytes(UTF_8));
        mac.update((byte) 0); // no name of a list holds it: name and place cannot run into each other
        return Arrays.copyOf(mac.doFinal(content), SEAL_BYTES);
    }
}
