package dev.polyrpc.kit.identity;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Tokens verified before, each until its end: bounded, safe for use by many threads. Where room is short, those go first
 * that came once and never again, so that no flood of new tokens makes us forget those in use.
 */
final class VerifiedTokens {
    private static final int MOST = 10_000;

    private final ConcurrentHashMap<Text, Verified> callers = new ConcurrentHashMap<>();
    private final AtomicLong withdrawals = new AtomicLong();

    /** A caller, and what vouches for it. */
    private static final class Verified {
        final Caller caller;
        final TrustedIssuer issuer;
        final String keyId;
        private final long endMillis;
        private volatile boolean again; // whether it came again since it was verified

        Verified(Caller caller, TrustedIssuer issuer, String keyId) {
            this.caller = caller;
            this.issuer = issuer;
            this.keyId = keyId;
            this.endMillis = caller.expiry().toEpochMilli();
        }

        boolean hasEnded(long nowMillis) {
            return nowMillis >= endMillis;
        }

        void use() {
            if (!again) { // to write at each call would cost the processors' caches more than to look
                again = true;
            }
        }

        boolean unused() {
            return !again;
        }
    }

    /**
     * The caller of a token that lies in some text.
     *
     * @param from where it begins; it goes on to the end
     */
    @Nullable
    Caller get(byte[] text, int from, long nowMillis) {
        return get(new Text(text, from), nowMillis);
    }

    private @Nullable Caller get(Text text, long nowMillis) {
        Verified known = callers.get(text);
        if (known == null) {
            return null;
        }
        if (!known.hasEnded(nowMillis)) {
            known.use();
            return known.caller;
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
        long nowMillis = now.toEpochMilli();
        if (verified.hasEnded(nowMillis)) {
            return; // still accepted for the skew, yet not kept
        }
        if (callers.size() >= MOST) {
            makeRoom(nowMillis);
        }
        Text text = new Text(caller.token().getBytes(StandardCharsets.ISO_8859_1), 0);
        callers.put(text, verified);
        if (withdrawals.get() != withdrawn) { // looked at last: who counts later forgets what is here
            callers.remove(text, verified);
        }
    }

    /** Forgets the tokens under a key that holds no longer. */
    void forget(TrustedIssuer issuer, String keyId) {
        withdrawals.incrementAndGet();
        callers.values().removeIf(verified -> verified.issuer.equals(issuer) && verified.keyId.equals(keyId));
    }

    private void makeRoom(long nowMillis) {
        callers.values().removeIf(verified -> verified.hasEnded(nowMillis));
        forget(Verified::unused);
        forget(verified -> true);
    }

    /** Some of these until there is room, in hash order, so whichever comes first. */
    private void forget(Predicate<Verified> which) {
        int excess = callers.size() - MOST * 9 / 10;
        for (Iterator<Verified> all = callers.values().iterator(); excess > 0 && all.hasNext(); ) {
            if (which.test(all.next())) {
                all.remove();
                excess--;
            }
        }
    }

    /**
     * A token, told from others by all of it. It is found by its last characters: they belong to its signature, and to
     * look at no more of a text that comes with each call is all the difference between this and a digest. It stays where it
     * came, as a copy for each call would cost more than the look-up.
     */
    private static final class Text {
        private static final int LAST = 16;

        private final byte[] text;
        private final int from;

        Text(byte[] text, int from) {
            this.text = text;
            this.from = from;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Text that
                    && Arrays.equals(text, from, text.length, that.text, that.from, that.text.length);
        }

        @Override
        public int hashCode() {
            int hash = 0;
            for (int i = Math.max(from, text.length - LAST); i < text.length; i++) {
                hash = 31 * hash + text[i];
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
