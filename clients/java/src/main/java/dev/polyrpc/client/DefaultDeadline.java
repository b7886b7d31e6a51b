package dev.polyrpc.client;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Gives each call that has no deadline one: a call without would wait for as long as its peer likes. */
record DefaultDeadline(Duration deadline) implements ClientInterceptor {
    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return next.newCall(
                method,
                options.getDeadline() == null
                        ? options.withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS)
                        : options);
    }
}
