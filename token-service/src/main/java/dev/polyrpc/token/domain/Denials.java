package dev.polyrpc.token.domain;

import java.util.function.Supplier;
import java.util.stream.Stream;

/** Says whose tokens are worth nothing at the moment, although they are good. Safe for use by many threads. */
public record Denials(Supplier<Policy> policy, Peers peers) {
    /** Whether a token comes from a denied process: its subject, its client, or one that acted. */
    boolean concern(Subject subject) {
        return Stream.concat(Stream.of(subject.name(), subject.client()), subject.actors().stream())
                .anyMatch(this::isDenied);
    }

    private boolean isDenied(String name) {
        Client client = policy.get().clients().get(name);
        return client == null ? peers.deniesSubject(name) : peers.denies(client.uri());
    }
}
