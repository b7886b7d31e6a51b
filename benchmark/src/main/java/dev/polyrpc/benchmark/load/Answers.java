package dev.polyrpc.benchmark.load;

import io.netty.buffer.ByteBuf;
import java.io.IOException;

/** Takes answers out of bytes. For use by one thread. */
@FunctionalInterface
public interface Answers {
    /**
     * Takes the next answer; false, and nothing taken, while it is not whole.
     *
     * @throws IOException when it is not the answer asked for
     */
    boolean next(ByteBuf in) throws IOException;
}
