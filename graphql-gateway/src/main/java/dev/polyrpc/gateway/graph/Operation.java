package dev.polyrpc.gateway.graph;

import graphql.language.Document;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to run: one operation of a document that was validated against the engine's schema.
 *
 * @param document the document
 * @param name which of its operations; null when there is one
 * @param variables values of its variables
 */
public record Operation(Document document, @Nullable String name, Map<String, Object> variables) {
    /** Keeps a copy: values may be null, which says something else than none. */
    public Operation {
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }
}
