package dev.polyrpc.gateway.outbound.grpc;

import dev.polyrpc.gateway.graph.BackendFailure;
import dev.polyrpc.gateway.trace.Trace;
import dev.polyrpc.kit.grpc.Statuses;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/**
 * One server stream as a subscription: what the subscriber asks for is what the backend may send. Safe for use by many threads.
 */
final class StreamCall<Q, A> extends ClientCall.Listener<A> implements Flow.Subscription {
    private final String backend;
    private final ClientCall<Q, A> call;
    private final Trace span;
    private final Flow.Subscriber<? super A> subscriber;
    private final Consumer<Metadata> onAccepted;
    private volatile boolean cancelled;

    /** Makes a stream; {@code onAccepted} gets the headers of its answer, before the first message. */
    StreamCall(
            String backend,
            ClientCall<Q, A> call,
            Trace span,
            Flow.Subscriber<? super A> subscriber,
            Consumer<Metadata> onAccepted) {
        this.backend = backend;
        this.call = call;
        this.span = span;
        this.subscriber = subscriber;
        this.onAccepted = onAccepted;
    }

    void start(Q request) {
        call.start(this, new Metadata());
        call.sendMessage(request);
        call.halfClose();
        subscriber.onSubscribe(this);
    }

    @Override
    public void request(long more) {
        call.request((int) Math.min(more, Integer.MAX_VALUE));
    }

    @Override
    public void cancel() {
        cancelled = true;
        call.cancel("nobody follows any more", null);
    }

    @Override
    public void onHeaders(Metadata headers) {
        onAccepted.accept(headers);
    }

    @Override
    public void onMessage(A message) {
        if (!cancelled) {
            subscriber.onNext(message);
        }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        span.answered(status.getCode().name());
        if (cancelled) {
            return;
        }
        if (status.isOk()) {
            subscriber.onComplete();
        } else {
            subscriber.onError(new BackendFailure(backend, Statuses.failure(status.asRuntimeException(trailers))));
        }
    }
}
