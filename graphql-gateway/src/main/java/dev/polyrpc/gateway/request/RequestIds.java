package dev.polyrpc.gateway.request;

import dev.polyrpc.gateway.trace.Trace;

/**
 * The names of a request.
 *
 * @param requestId its name in every log: the caller's own where that is well-formed
 * @param trace the trace that it belongs to: the caller's own where he names one
 */
record RequestIds(String requestId, Trace trace) {
    String traceId() {
        return trace.id();
    }
}
