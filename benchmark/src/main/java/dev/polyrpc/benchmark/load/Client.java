package dev.polyrpc.benchmark.load;

import dev.polyrpc.benchmark.stack.Traffic;
import java.util.concurrent.ScheduledExecutorService;

/** Makes calls of one kind on connections of its own, all on one event loop, as lean as its wire allows. */
public interface Client extends AutoCloseable {
    /** A place for one call at a time; made on the event loop. */
    Slot slot(int number, Answered answered);

    /** The one thread that does all the work. */
    ScheduledExecutorService loop();

    /** What went over its sockets; read on the event loop. */
    Traffic traffic();

    /** Closes the connections. */
    @Override
    void close();
}
