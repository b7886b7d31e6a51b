package dev.polyrpc.gateway.graph;

import dev.polyrpc.kit.identity.Caller;

/**
 * What belongs to one request and goes with every call made for it.
 *
 * @param caller who asks
 * @param requestId name of the request, answered and forwarded to the backends
 * @param traceId name of the trace that the request belongs to: 32 hexadecimal digits
 * @param budget time that is left
 * @param cancellation whether anybody still waits for the answer
 */
public record RequestScope(Caller caller, String requestId, String traceId, Budget budget, Cancellation cancellation) {}
