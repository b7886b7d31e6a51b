package dev.polyrpc.gateway.outbound.thrift;

import dev.polyrpc.gateway.graph.BackendFailure;
import dev.polyrpc.gateway.graph.RecentCalls;
import dev.polyrpc.gateway.graph.RequestScope;
import dev.polyrpc.gateway.outbound.CallGate;
import dev.polyrpc.kit.identity.TokenClient;
import dev.polyrpc.kit.thrift.Faults;
import dev.polyrpc.kit.thrift.ThriftCallOptions;
import dev.polyrpc.kit.thrift.ThriftChannel;
import dev.polyrpc.kit.thrift.ThriftMethod;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Calls to one backend: each with the caller's token exchanged for that backend, the request's id, and a deadline. Safe for
 * use by many threads.
 */
public final class ThriftBackendCalls {
    private final String name;
    private final ThriftChannel channel;
    private final TokenClient tokens;
    private final Duration timeout;
    private final CallGate gate;

    /**
     * Makes calls over a channel.
     *
     * @param name the backend's name, which is its audience too
     * @param timeout the most that one call may take
     */
    public ThriftBackendCalls(String name, ThriftChannel channel, TokenClient tokens, Duration timeout) {
        this.name = name;
        this.channel = channel;
        this.tokens = tokens;
        this.timeout = timeout;
        this.gate = new CallGate(name, timeout, Faults::failure);
    }

    /** What became of the latest. */
    public RecentCalls recent() {
        return gate.recent();
    }

    /** A call for a request, within what is left of its time. */
    <Q, A, M> CompletableFuture<M> call(
            ThriftMethod<Q, A> method, Q request, RequestScope scope, Function<A, M> translation) {
        return gate.call(scope, time -> channel.call(method, request, options(time, scope)))
                .thenApply(translation);
    }

    /** A call that takes the time that it takes, whatever the request's: for those that follow. Cancelled, it is given up. */
    <Q, A> CompletableFuture<A> poll(ThriftMethod<Q, A> method, Q request, RequestScope scope, Duration wait) {
        return channel.call(method, request, options(wait.plus(timeout), scope));
    }

    BackendFailure failure(Throwable thrown) {
        return gate.failure(thrown);
    }

    private ThriftCallOptions options(Duration time, RequestScope scope) {
        return ThriftCallOptions.of(
                        time, certificate -> tokens.exchanged(scope.caller().token(), name, certificate))
                .named(scope.requestId());
    }
}
