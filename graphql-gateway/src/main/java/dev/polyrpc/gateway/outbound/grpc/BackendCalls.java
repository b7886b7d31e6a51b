package dev.polyrpc.gateway.outbound.grpc;

import dev.polyrpc.gateway.graph.RecentCalls;
import dev.polyrpc.gateway.graph.RequestScope;
import dev.polyrpc.gateway.outbound.CallGate;
import dev.polyrpc.kit.grpc.GrpcChannels;
import dev.polyrpc.kit.grpc.Statuses;
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

/**
 * Unary calls to one backend: each with the caller's token exchanged for that backend, the request's id, and a deadline
 * from what is left of the request's time. Safe for use by many threads.
 */
public final class BackendCalls {
    private final String name;
    private final Channel channel;
    private final TokenClient tokens;
    private final CallGate gate;

    /**
     * Makes calls over a channel.
     *
     * @param name the backend's name, which is its audience too
     * @param timeout the most that one call may take
     */
    public BackendCalls(String name, Channel channel, TokenClient tokens, Duration timeout) {
        this.name = name;
        this.channel = channel;
        this.tokens = tokens;
        this.gate = new CallGate(name, timeout, Statuses::failure);
    }

    /** What became of the latest. */
    public RecentCalls recent() {
        return gate.recent();
    }

    <Q, A> CompletableFuture<A> call(MethodDescriptor<Q, A> method, Q request, RequestScope scope) {
        return gate.call(scope, time -> begin(method, request, scope, time));
    }

    private <Q, A> CompletableFuture<A> begin(
            MethodDescriptor<Q, A> method, Q request, RequestScope scope, Duration time) {
        CallOptions options = CallOptions.DEFAULT
                .withDeadlineAfter(time.toNanos(), TimeUnit.NANOSECONDS)
                .withOption(GrpcChannels.REQUEST_ID, scope.requestId())
                .withCallCredentials(BearerCredentials.of(
                        certificate -> tokens.exchanged(scope.caller().token(), name, certificate)));
        ClientCall<Q, A> call = channel.newCall(method, options);
        OneAnswer<A> answer = new OneAnswer<>(call);
        ClientCalls.asyncUnaryCall(call, request, answer);
        return answer;
    }
}
