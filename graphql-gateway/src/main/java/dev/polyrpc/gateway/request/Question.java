package dev.polyrpc.gateway.request;

import dev.polyrpc.gateway.document.DocumentName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks, whichever way it came.
 *
 * @param document the document, or its name
 * @param operationName which of its operations to run; null when there is one
 * @param variables values of its variables
 */
record Question(DocumentName document, @Nullable String operationName, Map<String, Object> variables) {}
