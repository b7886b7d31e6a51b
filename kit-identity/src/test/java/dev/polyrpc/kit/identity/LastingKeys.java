package dev.polyrpc.kit.identity;

import java.util.function.Consumer;

/** A source whose keys hold for ever. */
@FunctionalInterface
interface LastingKeys extends KeySource {
    @Override
    default void onWithdrawal(Consumer<String> withdrawn) {}
}
