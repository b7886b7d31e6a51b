package dev.polyrpc.kit.grpc;

import io.grpc.ClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.Status;
import java.nio.channels.ClosedChannelException;

/**
 * Client side: nobody has said how a call went whose connection was lost, so it ends with UNAVAILABLE, also where grpc-java names
 * it otherwise: what is written to a connection that was lost a moment before fails as UNKNOWN, and a proxy whose service
 * goes away in the middle of an answer resets the stream with INTERNAL_ERROR.
 */
final class BrokenOff<A> extends SimpleForwardingClientCallListener<A> {
    private static final String RESET =
            "RST_STREAM closed stream. HTTP/2 error code: INTERNAL_ERROR"; // grpc-java's words

    BrokenOff(ClientCall.Listener<A> answers) {
        super(answers);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        boolean lost = switch (status.getCode()) {
            case INTERNAL -> RESET.equals(status.getDescription());
            case UNKNOWN -> status.getCause() instanceof ClosedChannelException; // as no server's answer has one
            default -> false;
        };
        super.onClose(
                lost ? Status.UNAVAILABLE.withDescription("the answer was broken off on its way") : status, trailers);
    }
}
