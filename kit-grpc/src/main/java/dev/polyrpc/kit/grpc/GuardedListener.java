package dev.polyrpc.kit.grpc;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.ServerCall;

/** Leaves to a subclass how the callbacks that handlers run in are run. */
abstract class GuardedListener<Q> extends SimpleForwardingServerCallListener<Q> {
    GuardedListener(ServerCall.Listener<Q> listener) {
        super(listener);
    }

    abstract void guarded(Runnable callback);

    @Override
    public void onMessage(Q message) { // streaming handlers run here
        guarded(() -> super.onMessage(message));
    }

    @Override
    public void onHalfClose() { // unary handlers run here
        guarded(super::onHalfClose);
    }

    @Override
    public void onReady() {
        guarded(super::onReady);
    }
}
