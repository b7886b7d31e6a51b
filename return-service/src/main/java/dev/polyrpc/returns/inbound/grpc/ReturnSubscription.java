package dev.polyrpc.returns.inbound.grpc;

import dev.polyrpc.kit.grpc.CallContext;
import dev.polyrpc.kit.grpc.Outflow;
import dev.polyrpc.kit.grpc.SharedMessages;
import dev.polyrpc.proto.returns.v1.WatchReturnsRequest;
import dev.polyrpc.proto.returns.v1.WatchReturnsResponse;
import dev.polyrpc.returns.domain.ReturnEvent;
import dev.polyrpc.returns.domain.ReturnQueries;
import dev.polyrpc.returns.domain.ReturnWatch;
import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;

/** One call of WatchReturns: takes a change from the watch whenever the client can take one. */
final class ReturnSubscription {
    private static final String POSITION_HEADER = "x-watch-position";

    private final SharedMessages<ReturnEvent, WatchReturnsResponse> messages;
    private final ReturnWatch events;

    private ReturnSubscription(
            ReturnQueries queries,
            SharedMessages<ReturnEvent, WatchReturnsResponse> messages,
            WatchReturnsRequest request,
            StreamObserver<WatchReturnsResponse> responses) {
        this.messages = messages;
        Outflow<WatchReturnsResponse> outflow = Outflow.of(responses, this::next);
        events = queries.watch(Calls.principal(), request.hasAfter() ? request.getAfter() : null, outflow::signal);
        outflow.onEnd(events::close);
        CallContext.answerHeader(POSITION_HEADER, String.valueOf(events.start()));
        outflow.signal();
    }

    static void start(
            ReturnQueries queries,
            SharedMessages<ReturnEvent, WatchReturnsResponse> messages,
            WatchReturnsRequest request,
            StreamObserver<WatchReturnsResponse> responses) {
        new ReturnSubscription(queries, messages, request, responses);
    }

    private @Nullable WatchReturnsResponse next() {
        ReturnEvent event = events.next();
        return event == null ? null : messages.of(event.position(), event);
    }
}
