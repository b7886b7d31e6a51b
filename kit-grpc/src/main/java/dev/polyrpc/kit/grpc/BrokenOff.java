package dev.polyrpc.kit.grpc;

import io.grpc.ClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.Status;

/**
 * Client side: a proxy whose service goes away in the middle of an answer resets the stream with INTERNAL_ERROR. Nobody has
 * said how the call went, so it ends as one whose connection was lost: UNAVAILABLE.
 */
final class BrokenOff<A> extends SimpleForwardingClientCallListener<A> {
    private static final String RESET =
            "RST_STREAM closed stream. HTTP/2 error code: INTERNAL_ERROR"; // grpc-java's words

    BrokenOff(ClientCall.Listener<A> answers) {
        super(answers);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        boolean reset = status.getCode() == Status.Code.INTERNAL && RESET.equals(status.getDescription());
        super.onClose(
                reset ? Status.UNAVAILABLE.withDescription("the answer was broken off on its way") : status, trailers);
    }
}
