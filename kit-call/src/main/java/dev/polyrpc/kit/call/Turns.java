package dev.polyrpc.kit.call;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs a task that is for one thread at a time, whoever asks for it and from however many threads: on the thread that asks,
 * or once more on the one that runs it already. Nobody waits, and no lock is held. The task must not throw.
 */
public final class Turns {
    private final AtomicInteger asked = new AtomicInteger();
    private final Runnable task;

    /** Makes the turns of a task. */
    public Turns(Runnable task) {
        this.task = task;
    }

    /** Has the task run after this, soon. */
    public void ask() {
        if (asked.getAndIncrement() != 0) {
            return;
        }
        int seen;
        do {
            seen = asked.get();
            task.run();
        } while (asked.addAndGet(-seen) != 0);
    }
}
