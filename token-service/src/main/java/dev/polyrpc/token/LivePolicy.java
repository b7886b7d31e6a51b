package dev.polyrpc.token;

import dev.polyrpc.token.domain.Policy;
import dev.polyrpc.token.outbound.file.PolicyFile;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The table of tokens as the policy file has it at the moment. Safe for use by many threads. */
final class LivePolicy implements Supplier<Policy> {
    private volatile @Nullable Policy policy;

    /** Reads a text, or refuses it with an IllegalArgumentException; what it answers puts that in force. */
    Runnable read(byte[] text) {
        Policy read = PolicyFile.parse(text);
        return () -> policy = read;
    }

    @Override
    public Policy get() {
        Policy now = policy;
        if (now == null) {
            throw new IllegalStateException("no policy was read");
        }
        return now;
    }
}
