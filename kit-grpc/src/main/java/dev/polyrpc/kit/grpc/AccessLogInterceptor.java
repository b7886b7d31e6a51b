package dev.polyrpc.kit.grpc;

import dev.polyrpc.kit.call.Policy;
import dev.polyrpc.kit.identity.Caller;
import dev.polyrpc.kit.telemetry.AccessLog;
import dev.polyrpc.kit.tls.Peer;
import io.grpc.Context;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Writes one line for a call, when it ends: by its status, or because the caller went away. */
final class AccessLogInterceptor implements ServerInterceptor {
    private final AccessLog log;
    private final Map<String, Policy> policies;

    AccessLogInterceptor(AccessLog log, Map<String, Policy> policies) {
        this.log = log;
        this.policies = policies;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        long start = System.nanoTime();
        CallContext context = CallContext.current();
        String method = call.getMethodDescriptor().getFullMethodName();
        AtomicBoolean written = new AtomicBoolean();
        ServerCall.Listener<Q> listener = next.startCall(
                new SimpleForwardingServerCall<>(call) {
                    @Override
                    public void close(Status status, Metadata trailers) {
                        super.close(status, trailers);
                        if (written.compareAndSet(false, true)) {
                            write(context, method, status.getCode(), start);
                        }
                    }
                },
                headers);
        return new SimpleForwardingServerCallListener<>(listener) {
            @Override
            public void onCancel() {
                if (written.compareAndSet(false, true)) {
                    boolean late = Context.current().cancellationCause() instanceof TimeoutException;
                    write(context, method, late ? Status.Code.DEADLINE_EXCEEDED : Status.Code.CANCELLED, start);
                }
                super.onCancel();
            }
        };
    }

    private void write(CallContext context, String method, Status.Code code, long start) {
        Peer peer = context.peer;
        Caller caller = context.caller;
        Policy policy = policies.get(method);
        log.write(new AccessLog.Call(
                context.requestId,
                method,
                peer == null ? null : peer.path(),
                caller == null ? null : caller.subject(),
                code.name(),
                policy != null && policy.reads(),
                System.nanoTime() - start));
    }
}
