package dev.polyrpc.kit.identity;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Tokens verified before, each until its end: bounded, safe for use by many threads. */
final class VerifiedTokens {
    private static final int MOST = 10_000;

    private final ConcurrentHashMap<Text, Verified> callers = new ConcurrentHashMap<>();
    private final AtomicLong withdrawals = new AtomicLong();

    /** A caller, and what vouches for it. */
    private record Verified(Caller caller, TrustedIssuer issuer, String keyId) {
        boolean hasEnded(Instant now) {
            return !now.isBefore(caller.expiry());
        }
    }

    @Nullable
    Caller get(String token, Instant now) {
        Text text = new Text(token);
        Verified known = callers.get(text);
        if (known == null) {
            return null;
        }
        if (!known.hasEnded(now)) {
            return known.caller();
        }
        callers.remove(text, known);
        return null;
    }

    /** How many keys were withdrawn so far; noted before a key is looked for, for {@link #put}. */
    long withdrawals() {
        return withdrawals.get();
    }

    /** Keeps a caller, unless a key has been withdrawn since so many were: it might be the one that vouched. */
    void put(Caller caller, TrustedIssuer issuer, String keyId, Instant now, long withdrawn) {
        Verified verified = new Verified(caller, issuer, keyId);
        if (verified.hasEnded(now)) {
            return; // still accepted for the skew, yet not kept
        }
        if (callers.size() >= MOST) {
            makeRoom(now);
        }
        Text text = new Text(caller.token());
        callers.put(text, verified);
        if (withdrawals.get() != withdrawn) { // looked at last: who counts later forgets what is here
            callers.remove(text, verified);
        }
    }

    /** Forgets the tokens under a key that holds no longer. */
    void forget(TrustedIssuer issuer, String keyId) {
        withdrawals.incrementAndGet();
        callers.values()
                .removeIf(verified ->
                        verified.issuer().equals(issuer) && verified.keyId().equals(keyId));
    }

    private void makeRoom(Instant now) {
        callers.values().removeIf(verified -> verified.hasEnded(now));
        Iterator<Text> oldest = callers.keySet().iterator(); // in hash order, so whichever comes first
        for (int excess = callers.size() - MOST * 9 / 10; excess > 0 && oldest.hasNext(); excess--) {
            oldest.next();
            oldest.remove();
        }
    }

    /**
     * A token, told from others by all of it. It is found by its last characters: they belong to its signature, and to
     * look at no more of a text that comes with each call is all the difference between this and a digest.
     */
    private record Text(String token) {
        private static final int LAST = 16;

        @Override
        public int hashCode() {
            int hash = 0;
            for (int i = Math.max(0, token.length() - LAST); i < token.length(); i++) {
                hash = 31 * hash + token.charAt(i);
            }
            return hash;
        }
    }

    /** The SHA-256 of a token. */
    record Digest(HashCode sha256) {
        static Digest of(String token) {
            return new Digest(Hashing.sha256().hashString(token, StandardCharsets.ISO_8859_1));
        }
    }
}
