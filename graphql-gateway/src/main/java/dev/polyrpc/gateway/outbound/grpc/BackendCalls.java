package dev.polyrpc.gateway.outbound.grpc;

import dev.polyrpc.gateway.graph.BackendFailure;
import dev.polyrpc.gateway.graph.RequestScope;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.grpc.GrpcChannels;
import dev.polyrpc.kit.grpc.Statuses;
import dev.polyrpc.kit.identity.BearerCredentials;
import dev.polyrpc.kit.identity.TokenClient;
import io.grpc.CallOptions;
import io.grpc.Channel;
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
    private final Duration timeout;

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
        this.timeout = timeout;
    }

    <Q, A> CompletableFuture<A> call(MethodDescriptor<Q, A> method, Q request, RequestScope scope) {
        Duration time;
        try {
            time = scope.budget().forCall(timeout);
        } catch (Failure late) {
            return CompletableFuture.failedFuture(new BackendFailure(name, late));
        }
        CallOptions options = CallOptions.DEFAULT
                .withDeadlineAfter(time.toNanos(), TimeUnit.NANOSECONDS)
                .withOption(GrpcChannels.REQUEST_ID, scope.requestId())
                .withCallCredentials(BearerCredentials.of(
                        certificate -> tokens.exchanged(scope.caller().token(), name, certificate)));
        OneAnswer<A> answer = new OneAnswer<>(thrown -> new BackendFailure(name, Statuses.failure(thrown)));
        ClientCalls.asyncUnaryCall(channel.newCall(method, options), request, answer);
        return answer.future();
    }
}
