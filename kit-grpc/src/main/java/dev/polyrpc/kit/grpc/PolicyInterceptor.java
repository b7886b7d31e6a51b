package dev.polyrpc.kit.grpc;

import dev.polyrpc.kit.call.Policy;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.failure.Kind;
import dev.polyrpc.kit.tls.PeerPolicy;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Refuses callers that the method's contract does not name: by process, then by scope; and those that are denied. */
final class PolicyInterceptor implements ServerInterceptor {
    private final Map<String, Policy> policies;

    private final PeerPolicy denied;

    PolicyInterceptor(Map<String, Policy> policies, PeerPolicy denied) {
        this.policies = policies;
        this.denied = denied;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        String method = call.getMethodDescriptor().getFullMethodName();
        try {
            requireAllowed(method, policies.get(method));
        } catch (Failure refused) {
            return Refusal.close(call, refused);
        }
        return next.startCall(call, headers);
    }

    private void requireAllowed(String method, @Nullable Policy policy) {
        if (policy == null) {
            throw new Failure(Kind.DENIED, "METHOD_NOT_ALLOWED", "%s: nobody may call it".formatted(method));
        }
        if (!policy.open()) {
            policy.require(CallContext.peer(), CallContext.caller(), denied);
        }
    }
}
