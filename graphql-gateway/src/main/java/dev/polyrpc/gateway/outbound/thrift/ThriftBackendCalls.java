package dev.polyrpc.gateway.outbound.thrift;

import dev.polyrpc.gateway.graph.BackendFailure;
import dev.polyrpc.gateway.graph.RequestScope;
import dev.polyrpc.gateway.outbound.CallGate;
import dev.polyrpc.gateway.trace.Trace;
import dev.polyrpc.kit.identity.TokenClient;
import dev.polyrpc.kit.thrift.ThriftCallOptions;
import dev.polyrpc.kit.thrift.ThriftChannel;
import dev.polyrpc.kit.thrift.ThriftMethod;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * Calls to one backend: each with the caller's token exchanged for that backend, the request's id, and a deadline. Safe for
 * use by many threads.
 */
public final class ThriftBackendCalls {
    private final CallGate gate;
    private final ThriftChannel channel;
    private final TokenClient tokens;

    /** Makes calls over a channel. */
    public ThriftBackendCalls(CallGate gate, ThriftChannel channel, TokenClient tokens) {
        this.gate = gate;
        this.channel = channel;
        this.tokens = tokens;
    }

    /** A call for a request, within what is left of its time. */
    <Q, A, M> CompletableFuture<M> call(
            ThriftMethod<Q, A> method, Q request, RequestScope scope, Function<A, M> translation) {
        return gate.call(method.name(), scope, (time, span) -> channel.call(method, request, options(time, scope)))
                .thenApply(translation);
    }

    /** A call that takes the time that it takes, whatever the request's: for those that follow. */
    <Q, A> Poll<A> poll(ThriftMethod<Q, A> method, Q request, RequestScope scope, Duration wait) {
        Trace span = gate.span(method.name(), scope);
        CompletableFuture<A> call = channel.call(method, request, options(wait.plus(gate.most()), scope));
        return new Poll<>(call, call.handle((answer, thrown) -> {
            BackendFailure failure = gate.outcome(thrown, span);
            if (failure != null) {
                throw new CompletionException(failure);
            }
            return answer;
        }));
    }

    /**
     * A call that follows.
     *
     * @param call cancelled, it is given up
     * @param answer what it answers, or why it does not
     */
    record Poll<A>(CompletableFuture<A> call, CompletableFuture<A> answer) {}

    private ThriftCallOptions options(Duration time, RequestScope scope) {
        return ThriftCallOptions.of(
                        time, certificate -> tokens.exchanged(scope.caller().token(), gate.backend(), certificate))
                .named(scope.requestId());
    }
}
