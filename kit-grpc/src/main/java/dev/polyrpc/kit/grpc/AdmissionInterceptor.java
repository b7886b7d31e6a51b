package dev.polyrpc.kit.grpc;

import dev.polyrpc.kit.call.CallPool;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/** Refuses at once what {@link CallThreads} has no thread for. */
final class AdmissionInterceptor implements ServerInterceptor {
    private final CallThreads threads;

    AdmissionInterceptor(CallThreads threads) {
        this.threads = threads;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        return threads.shedding() ? Refusal.close(call, CallPool.full()) : next.startCall(call, headers);
    }
}
