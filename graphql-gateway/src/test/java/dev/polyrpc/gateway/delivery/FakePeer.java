package dev.polyrpc.gateway.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/** A client whose time a test tells, and who reads as the test wants. For use by one thread. */
public class FakePeer implements Peer {
    /** What was sent. */
    public final List<String> sent = new ArrayList<>();
    /** Whether the queue is. */
    public boolean full;
    /** Whether it was cut off. */
    public boolean aborted;

    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private Duration now = Duration.ZERO;

    private record Timer(Duration due, Runnable action) implements Comparable<Timer> {
        @Override
        public int compareTo(Timer other) {
            return due.compareTo(other.due);
        }
    }

    /** Lets time pass. */
    public final void pass(Duration time) {
        Duration end = now.plus(time);
        while (!timers.isEmpty() && timers.peek().due().compareTo(end) <= 0) {
            Timer next = timers.remove();
            now = next.due();
            next.action().run();
        }
        now = end;
    }

    @Override
    public void execute(Runnable action) {
        action.run();
    }

    @Override
    public Runnable later(Duration delay, Runnable action) {
        Timer timer = new Timer(now.plus(delay), action);
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    @Override
    public void send(String text) {
        sent.add(text);
    }

    @Override
    public boolean full() {
        return full;
    }

    @Override
    public void abort() {
        aborted = true;
    }
}
