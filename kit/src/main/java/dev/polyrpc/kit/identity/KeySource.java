package dev.polyrpc.kit.identity;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Where the keys come from that tokens are verified with. Safe for use by many threads. */
public interface KeySource {
    /** The key of that id; empty when there is none. Fails with a Failure when no key could be had at all. */
    CompletionStage<Optional<VerificationKey>> find(String id);

    /** Whether there is at least one key to verify with. */
    boolean ready();
}
