package dev.polyrpc.gateway.outbound.grpc;

import dev.polyrpc.gateway.graph.RequestScope;
import dev.polyrpc.gateway.outbound.CallGate;
import dev.polyrpc.gateway.trace.Trace;
import dev.polyrpc.kit.identity.TokenClient;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.util.concurrent.Flow;
import java.util.function.LongConsumer;

/**
 * Server streams from one backend: each with the caller's token exchanged for that backend and the request's id. Safe for use
 * by many threads.
 */
public final class BackendStreams {
    private static final Metadata.Key<String> POSITION =
            Metadata.Key.of("x-watch-position", Metadata.ASCII_STRING_MARSHALLER);

    private final CallGate gate;
    private final Channel channel;
    private final TokenClient tokens;

    /**
     * Makes streams over a channel: one of their own, for a server takes only so many calls of a connection, and streams last.
     */
    public BackendStreams(CallGate gate, Channel channel, TokenClient tokens) {
        this.gate = gate;
        this.channel = channel;
        this.tokens = tokens;
    }

    /** Makes a call for each subscriber; {@code begin} gets the position after which it begins, before the first message. */
    <Q, A> Flow.Publisher<A> watch(MethodDescriptor<Q, A> method, Q request, RequestScope scope, LongConsumer begin) {
        return subscriber -> {
            Trace span = gate.span(method.getFullMethodName(), scope);
            CallOptions options = BackendCalls.options(gate.backend(), scope, tokens, span);
            new StreamCall<>(
                            gate.backend(),
                            channel.newCall(method, options),
                            span,
                            subscriber,
                            headers -> begins(headers, begin))
                    .start(request);
        };
    }

    private static void begins(Metadata headers, LongConsumer begin) {
        String position = headers.get(POSITION);
        if (position != null) {
            begin.accept(Long.parseLong(position));
        }
    }
}
