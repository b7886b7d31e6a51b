package dev.polyrpc.benchmark.stack;

import dev.polyrpc.benchmark.load.Load;
import java.util.List;

/** A running server with connections to it, and the load that it is given. For use by one thread. */
public interface Contestant extends AutoCloseable {
    /** What it is. */
    Entry entry();

    /** The processes whose CPU time and memory count as the server's: one, or the gateway and who answers it. */
    List<ChildProcess> servers();

    /** The closed loop: a number of calls in flight at any time. */
    Load load();

    /**
     * The open loop of a unary work: calls begin at so many a second, whatever became of those before; latencies count from
     * the intended start.
     */
    Load open(int perSecond);

    /** Closes the connections; the server runs on. */
    @Override
    void close();
}
