package dev.polyrpc.benchmark.result;

import java.util.Map;

/**
 * Under what a run was made. Immutable.
 *
 * @param command as it was given
 * @param time of its start, ISO 8601
 * @param machine system, processor, memory and JDK
 * @param versions of what was measured: libraries, and the project's own commit
 * @param conditions how much of what, in a sentence
 */
public record RunInfo(String command, String time, String machine, Map<String, String> versions, String conditions) {
    /** Keeps a copy. */
    public RunInfo {
        versions = Map.copyOf(versions);
    }

    /** The part of the conditions that two runs must share to be compared: not how long they measured. */
    public String asked() {
        return conditions.split(";", 2)[0];
    }
}
