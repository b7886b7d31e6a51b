package dev.polyrpc.gateway.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

/** Whether anybody still waits for what one request asks: where nobody does, its calls are given up. Safe for use by many threads. */
public final class Cancellation {
    private final List<Future<?>> calls = new ArrayList<>(4);
    private boolean cancelled;

    /** Nobody waits any more: cancels what is under way, and whatever comes later. */
    public void cancel() {
        List<Future<?>> underWay;
        synchronized (this) {
            cancelled = true;
            underWay = List.copyOf(calls);
            calls.clear();
        }
        underWay.forEach(call -> call.cancel(false));
    }

    /** Whether nobody waits any more. */
    public synchronized boolean isCancelled() {
        return cancelled;
    }

    /** Has a call cancelled once nobody waits any more: at once where that is so already. */
    public void covers(Future<?> call) {
        if (!keeps(call)) {
            call.cancel(false);
        }
    }

    /** Calls that have ended are dropped here, so that a subscription keeps no more than those of one event. */
    private synchronized boolean keeps(Future<?> call) {
        if (cancelled) {
            return false;
        }
        calls.removeIf(Future::isDone);
        return calls.add(call);
    }
}
