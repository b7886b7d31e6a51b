package dev.polyrpc.gateway.graph;

import dev.polyrpc.gateway.trace.Trace;
import dev.polyrpc.kit.identity.Caller;
import java.util.concurrent.Executor;

/**
 * What belongs to one request and goes with every call made for it.
 *
 * @param caller who asks
 * @param requestId name of the request, answered and forwarded to the backends
 * @param trace the piece of work that calls are made for
 * @param budget time that is left
 * @param cancellation whether anybody still waits for the answer
 * @param work goes on with what backends answer; never refuses
 */
public record RequestScope(
        Caller caller, String requestId, Trace trace, Budget budget, Cancellation cancellation, Executor work) {
    /** The same for a part of the work. */
    public RequestScope under(Trace part) {
        return part == trace ? this : new RequestScope(caller, requestId, part, budget, cancellation, work);
    }
}
