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
            if (values.contains(name)) { // most of them seldom come
                copy.put(name, List.copyOf(values.getAll(name)));
            }
        }
        return copy;
    }
}
