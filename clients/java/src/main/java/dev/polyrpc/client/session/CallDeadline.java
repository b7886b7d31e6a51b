package dev.polyrpc.client.session;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Gives each call with one answer that has no deadline one: it would wait for as long as its peer likes. Calls with many
 * answers may last, as a watch does: keepalive finds out when their peer is gone.
 */
record CallDeadline(Duration deadline) implements ClientInterceptor {
    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        boolean oneAnswer = method.getType().serverSendsOneMessage();
        return next.newCall(
                method,
                oneAnswer && options.getDeadline() == null
                        ? options.withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS)
                        : options);
    }
}
