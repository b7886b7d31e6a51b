package dev.polyrpc.benchmark.probe;

import dev.polyrpc.benchmark.load.Answered;
import dev.polyrpc.benchmark.load.Client;
import dev.polyrpc.benchmark.load.Slot;
import dev.polyrpc.benchmark.stack.Traffic;
import io.grpc.Status;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A client to whom it is an answer, too, that a server has no room for a call: it counts those. */
final class Refusals implements Client {
    private final Client client;
    private final AtomicLong count = new AtomicLong();

    /** Makes the calls of another client, and closes it in the end. */
    Refusals(Client client) {
        this.client = client;
    }

    /** How many there were so far. */
    long count() {
        return count.get();
    }

    @Override
    public Slot slot(int number, Answered answered) {
        return client.slot(number, problem -> answered.answered(unlessRefusal(problem)));
    }

    @Override
    public ScheduledExecutorService loop() {
        return client.loop();
    }

    @Override
    public Traffic traffic() {
        return client.traffic();
    }

    @Override
    public void close() {
        client.close();
    }

    private @Nullable Throwable unlessRefusal(@Nullable Throwable problem) {
        if (problem == null || Status.fromThrowable(problem).getCode() != Status.Code.RESOURCE_EXHAUSTED) {
            return problem;
        }
        count.incrementAndGet();
        return null;
    }
}
