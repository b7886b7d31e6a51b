package dev.polyrpc.kit.grpc;

import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.Map;

/** Refuses at once what {@link CallThreads} has no thread for. */
final class AdmissionInterceptor implements ServerInterceptor {
    private final CallThreads threads;

    AdmissionInterceptor(CallThreads threads) {
        this.threads = threads;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        return threads.shedding() ? Refusal.close(call, full()) : next.startCall(call, headers);
    }

    private static Failure full() {
        return new Failure(
                Kind.EXHAUSTED, "OVERLOADED", "too many calls are waiting", Map.of(Statuses.RETRY_AFTER_MS, "200"));
    }
}
