package dev.polyrpc.kit.grpc;

import static java.util.Objects.requireNonNull;

import dev.polyrpc.kit.call.Policy;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.identity.Caller;
import dev.polyrpc.kit.tls.PeerPolicy;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends a stream when its process, or its caller, comes to be denied: behind a sidecar nobody else does, as the connection is
 * the sidecar's. A unary call is over before that matters.
 */
final class DenialInterceptor implements ServerInterceptor, AutoCloseable {
    private final PeerPolicy peers;
    private final Map<String, Policy> policies;
    private final Set<Runnable> looks = ConcurrentHashMap.newKeySet();
    private final Runnable unlisten;

    /** Follows the policy until it is closed. */
    DenialInterceptor(PeerPolicy peers, Map<String, Policy> policies) {
        this.peers = peers;
        this.policies = policies;
        this.unlisten = peers.onChange(() -> looks.forEach(Runnable::run));
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Policy policy = policies.get(call.getMethodDescriptor().getFullMethodName());
        if (policy == null || policy.unary()) {
            return next.startCall(call, headers);
        }
        CallContext context = CallContext.current();
        Runnable look = () -> look(call, context);
        looks.add(look);
        Context.current().addListener(ended -> looks.remove(look), Runnable::run);
        look.run(); // for a change between the check of this call and here
        return next.startCall(call, headers);
    }

    private void look(ServerCall<?, ?> call, CallContext context) {
        try {
            peers.requireAdmitted(requireNonNull(context.peer));
            Caller caller = context.caller;
            if (caller != null) {
                caller.requireAllowed(peers);
            }
        } catch (Failure denied) {
            Refusal.close(call, denied, context.requestId);
        }
    }

    @Override
    public void close() {
        unlisten.run();
    }
}
