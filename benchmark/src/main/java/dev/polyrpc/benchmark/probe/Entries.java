package dev.polyrpc.benchmark.probe;

import dev.polyrpc.benchmark.stack.Arena;
import dev.polyrpc.benchmark.stack.Entry;
import dev.polyrpc.benchmark.stack.Work;

/** Finds what probes measure beside the contests. */
final class Entries {
    private Entries() {}

    /** The work of that server. */
    static Entry of(String server, Work work) {
        return Arena.entries().stream()
                .filter(entry -> entry.server().equals(server) && entry.work() == work)
                .findFirst()
                .orElseThrow();
    }
}
