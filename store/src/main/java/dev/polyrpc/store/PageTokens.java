package dev.polyrpc.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.polyrpc.kit.failure.Failure;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes and opens page tokens: cursors that callers can neither forge nor use with another query. Safe for use by many threads. */
public final class PageTokens {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int SEAL_BYTES = 16;
    private static final int MAX_TOKEN_LENGTH = 1024;

    private final SecretKeySpec key;

    private PageTokens(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /** Makes the page tokens of a store; their key lives in its database. */
    public static PageTokens of(SqliteStore store) {
        byte[] fresh = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(fresh);
        byte[] key = store.write(sql -> {
                    sql.update("INSERT INTO page_key (id, key) VALUES (1, ?) ON CONFLICT DO NOTHING", fresh);
                    return sql.first("SELECT key FROM page_key WHERE id = 1", row -> row.getBytes(1))
                            .orElse(fresh);
                })
                .toCompletableFuture()
                .join();
        return new PageTokens(key);
    }

    /**
     * Seals a cursor.
     *
     * @param query what the pages are of: method and filters
     */
    public String seal(String query, String cursor) {
        byte[] content = cursor.getBytes(UTF_8);
        byte[] token = Arrays.copyOf(mac(query, content), SEAL_BYTES + content.length);
        System.arraycopy(content, 0, token, SEAL_BYTES, content.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /** Opens a token; fails INVALID, PAGE_TOKEN_INVALID, when it was not sealed here for this query. */
    public String open(String query, String token) {
        byte[] bytes = decode(token);
        if (bytes.length <= SEAL_BYTES) {
            throw invalid();
        }
        byte[] content = Arrays.copyOfRange(bytes, SEAL_BYTES, bytes.length);
        if (!MessageDigest.isEqual(mac(query, content), Arrays.copyOf(bytes, SEAL_BYTES))
                || !seal(query, new String(content, UTF_8)).equals(token)) { // one token alone for each cursor
            throw invalid();
        }
        return new String(content, UTF_8);
    }

    private static byte[] decode(String token) {
        if (token.length() > MAX_TOKEN_LENGTH) {
            throw invalid();
        }
        try {
            return Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException notBase64) {
            throw invalid();
        }
    }

    private byte[] mac(String query, byte[] content) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(query.getBytes(UTF_8));
            mac.update((byte) 0); // no text of a query holds it: query and cursor cannot run into each other
            mac.update(content);
            return Arrays.copyOf(mac.doFinal(), SEAL_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    private static Failure invalid() {
        return Failure.invalid(
                "PAGE_TOKEN_INVALID",
                "page_token",
                "not ours",
                "next_page_token of the page before, of the same query");
    }
}
