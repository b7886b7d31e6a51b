package dev.polyrpc.kit.grpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Context;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import org.jspecify.annotations.Nullable;

/** Client side: a call that ends has a deadline, carries request id and trace on, and is unavailable where it is broken off. */
final class CallRules implements ClientInterceptor {
    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        boolean mayLast = method.getType() == MethodDescriptor.MethodType.SERVER_STREAMING
                || method.getType() == MethodDescriptor.MethodType.BIDI_STREAMING;
        if (!mayLast && options.getDeadline() == null && Context.current().getDeadline() == null) {
            throw new IllegalStateException("%s: called without a deadline".formatted(method.getFullMethodName()));
        }
        CallContext served = CallContext.KEY.get();
        String requestId = chosen(options, GrpcChannels.REQUEST_ID, served == null ? null : served.requestId);
        String traceParent = chosen(options, GrpcChannels.TRACE_PARENT, served == null ? null : served.traceParent);
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<A> answers, Metadata headers) {
                if (requestId != null) {
                    headers.put(RequestIdInterceptor.HEADER, requestId);
                }
                if (traceParent != null) {
                    headers.put(RequestIdInterceptor.TRACE_PARENT, traceParent);
                }
                super.start(new BrokenOff<>(answers), headers);
            }
        };
    }

    private static @Nullable String chosen(
            CallOptions options, CallOptions.Key<String> key, @Nullable String ofCallServed) {
        String chosen = options.getOption(key);
        return chosen == null ? ofCallServed : chosen;
    }
}
