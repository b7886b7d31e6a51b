package dev.polyrpc.kit.grpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** How a call is ended instead of being served. */
record Refusal(Status status, Metadata trailers) {
    static Refusal of(Throwable problem, String requestId) {
        StatusRuntimeException refusal = Statuses.of(problem, requestId);
        Metadata trailers = refusal.getTrailers();
        return new Refusal(refusal.getStatus(), trailers == null ? new Metadata() : trailers);
    }

    /** Closes the call; the listener drops whatever the caller still sends. */
    static <Q> ServerCall.Listener<Q> close(ServerCall<Q, ?> call, Throwable problem) {
        close(call, problem, CallContext.requestId());
        return new ServerCall.Listener<>() {};
    }

    /** Closes the call, from a thread that does not serve it. */
    static void close(ServerCall<?, ?> call, Throwable problem, String requestId) {
        Refusal refusal = of(problem, requestId);
        call.close(refusal.status, refusal.trailers);
    }
}
