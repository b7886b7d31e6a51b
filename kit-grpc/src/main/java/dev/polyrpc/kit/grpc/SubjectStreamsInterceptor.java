package dev.polyrpc.kit.grpc;

import dev.polyrpc.kit.call.Policy;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Refuses streams of a subject beyond what one may have under way: they may last as long as its token, and whatever stands
 * before the server takes so many calls in all. A unary call's deadline bounds it.
 */
final class SubjectStreamsInterceptor implements ServerInterceptor {
    private final int most;
    private final Map<String, Policy> policies;
    private final Map<String, Integer> underWay = new ConcurrentHashMap<>();

    SubjectStreamsInterceptor(int most, Map<String, Policy> policies) {
        this.most = most;
        this.policies = policies;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Policy policy = policies.get(call.getMethodDescriptor().getFullMethodName());
        if (policy == null || policy.unary() || policy.open()) {
            return next.startCall(call, headers);
        }
        String subject = CallContext.caller().subject();
        try {
            begin(subject);
        } catch (Failure full) {
            return Refusal.close(call, full);
        }
        StreamEndInterceptor.wire().addListener(over -> end(subject), Runnable::run);
        return next.startCall(call, headers);
    }

    /** Counts one more of a subject, or refuses it. */
    void begin(String subject) {
        underWay.merge(subject, 1, (count, one) -> {
            if (count == most) {
                throw new Failure( // and the count stays as it is
                        Kind.EXHAUSTED,
                        "SUBJECT_STREAMS_FULL",
                        "streams of %s: %d (expected: no more)".formatted(subject, most),
                        Map.of(Failure.RETRY_AFTER_MS, "1000"));
            }
            return count + one;
        });
    }

    /** One of a subject is over. */
    void end(String subject) {
        underWay.computeIfPresent(subject, (key, count) -> count == 1 ? null : count - 1);
    }

    /** How many subjects have streams under way. */
    int subjects() {
        return underWay.size();
    }
}
