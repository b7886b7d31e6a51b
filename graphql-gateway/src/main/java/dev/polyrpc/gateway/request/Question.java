package dev.polyrpc.gateway.request;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks, whichever way it came.
 *
 * @param query the document
 * @param operationName which of its operations to run; null when there is one
 * @param variables values of its variables
 */
record Question(String query, @Nullable String operationName, Map<String, Object> variables) {}
