package dev.polyrpc.gateway.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

/** Whether anybody still waits for what one request asks: where nobody does, its calls are given up. Safe for use by many threads. */
public final class Cancellation {
    private static final int FEW = 4;

    private final List<Future<?>> calls = new ArrayList<>(FEW);
    private int most = FEW;
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

    /** Calls that have ended are dropped here, now and then, so that a subscription keeps but a few of them. */
    private synchronized boolean keeps(Future<?> call) {
        if (cancelled) {
            return false;
        }
        if (calls.size() >= most) {
            calls.removeIf(Future::isDone);
            most = Math.max(FEW, 2 * calls.size());
        }
        return calls.add(call);
    }
}
