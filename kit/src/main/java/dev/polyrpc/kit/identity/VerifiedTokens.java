package dev.polyrpc.kit.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Tokens verified before, each until its end: bounded, keyed by their SHA-256, safe for use by many threads. */
final class VerifiedTokens {
    private static final int MOST = 10_000;

    private final ConcurrentHashMap<Digest, Caller> callers = new ConcurrentHashMap<>();

    @Nullable
    Caller get(Digest digest, Instant now) {
        Caller caller = callers.get(digest);
        if (caller == null || now.isBefore(caller.expiry())) {
            return caller;
        }
        callers.remove(digest, caller);
        return null;
    }

    void put(Digest digest, Caller caller, Instant now) {
        if (!now.isBefore(caller.expiry())) {
            return; // still accepted for the skew, yet not kept
        }
        if (callers.size() >= MOST) {
            makeRoom(now);
        }
        callers.put(digest, caller);
    }

    private void makeRoom(Instant now) {
        callers.values().removeIf(caller -> !now.isBefore(caller.expiry()));
        Iterator<Digest> oldest = callers.keySet().iterator(); // in hash order, so whichever comes first
        for (int excess = callers.size() - MOST * 9 / 10; excess > 0 && oldest.hasNext(); excess--) {
            oldest.next();
            oldest.remove();
        }
    }

    /** All 256 bits of a SHA-256, cheap to compare. */
    record Digest(long first, long second, long third, long fourth) {
        private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(Digest::sha256);

        static Digest of(String token) {
            ByteBuffer hash = ByteBuffer.wrap(SHA_256.get().digest(token.getBytes(StandardCharsets.ISO_8859_1)));
            return new Digest(hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e); // every Java platform has it
            }
        }
    }
}
