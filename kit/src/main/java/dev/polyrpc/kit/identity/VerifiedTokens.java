package dev.polyrpc.kit.identity;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
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

    /** The SHA-256 of a token. */
    record Digest(HashCode sha256) {
        static Digest of(String token) {
            return new Digest(Hashing.sha256().hashString(token, StandardCharsets.ISO_8859_1));
        }
    }
}
