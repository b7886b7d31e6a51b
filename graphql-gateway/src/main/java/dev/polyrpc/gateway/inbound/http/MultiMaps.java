package dev.polyrpc.gateway.inbound.http;

import io.vertx.core.MultiMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Copies headers and parameters out of Vert.x's types. */
final class MultiMaps {
    private MultiMaps() {}

    static Map<String, List<String>> of(MultiMap values, Iterable<String> names) {
        Map<String, List<String>> copy = new HashMap<>();
        for (String name : names) {
            List<String> all = values.getAll(name);
            if (!all.isEmpty()) {
                copy.put(name, List.copyOf(all));
            }
        }
        return copy;
    }
}
