package dev.polyrpc.kit.identity;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where the keys come from that tokens are verified with. Safe for use by many threads. */
public interface KeySource {
    /** The key of that id; empty when there is none. Fails with a Failure when no key could be had at all. */
    CompletionStage<Optional<VerificationKey>> find(String id);

    /** Tells that tokens of its keys are in use: it may look whether these still hold. Never waits. */
    default void inUse() {}

    /** Has told the id of each key that holds no longer, once {@link #find} answers it no more. */
    void onWithdrawal(Consumer<String> withdrawn);

    /** Keys that are known beforehand, and hold for ever. */
    static KeySource of(VerificationKey... keys) {
        Map<String, VerificationKey> byId =
                Stream.of(keys).collect(Collectors.toUnmodifiableMap(VerificationKey::id, Function.identity()));
        return new KeySource() {
            @Override
            public CompletionStage<Optional<VerificationKey>> find(String id) {
                return CompletableFuture.completedStage(Optional.ofNullable(byId.get(id)));
            }

            @Override
            public void onWithdrawal(Consumer<String> withdrawn) {
                // there will be none to tell of
            }
        };
    }
}
