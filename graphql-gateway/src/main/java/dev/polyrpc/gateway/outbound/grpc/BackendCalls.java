package dev.polyrpc.gateway.outbound.grpc;

import dev.polyrpc.gateway.graph.RequestScope;
import dev.polyrpc.gateway.outbound.CallGate;
import dev.polyrpc.gateway.trace.Trace;
import dev.polyrpc.kit.grpc.GrpcChannels;
import dev.polyrpc.kit.identity.BearerCredentials;
import dev.polyrpc.kit.identity.TokenClient;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Unary calls to one backend: each with the caller's token exchanged for that backend, the request's id, and a deadline
 * from what is left of the request's time. Safe for use by many threads.
 */
public final class BackendCalls {
    private final CallGate gate;
    private final Channel channel;
    private final TokenClient tokens;

    /** Makes calls over a channel. */
    public BackendCalls(CallGate gate, Channel channel, TokenClient tokens) {
        this.gate = gate;
        this.channel = channel;
        this.tokens = tokens;
    }

    <Q, A> CompletableFuture<A> call(MethodDescriptor<Q, A> method, Q request, RequestScope scope) {
        return gate.call(method.getFullMethodName(), scope, (time, span) -> begin(method, request, scope, time, span));
    }

    private <Q, A> CompletableFuture<A> begin(
            MethodDescriptor<Q, A> method, Q request, RequestScope scope, Duration time, Trace span) {
        CallOptions options =
                options(gate.backend(), scope, tokens, span).withDeadlineAfter(time.toNanos(), TimeUnit.NANOSECONDS);
        ClientCall<Q, A> call = channel.newCall(method, options);
        OneAnswer<A> answer = new OneAnswer<>(call);
        ClientCalls.asyncUnaryCall(call, request, answer);
        return answer;
    }

    /** What every call to a backend carries: the exchanged token, the request's id and its place in the trace. */
    static CallOptions options(String backend, RequestScope scope, TokenClient tokens, Trace span) {
        CallOptions options = CallOptions.DEFAULT
                .withOption(GrpcChannels.REQUEST_ID, scope.requestId())
                .withCallCredentials(BearerCredentials.of(
                        certificate -> tokens.exchanged(scope.caller().token(), backend, certificate)));
        @Nullable String traceParent = span.header();
        return traceParent == null ? options : options.withOption(GrpcChannels.TRACE_PARENT, traceParent);
    }
}
