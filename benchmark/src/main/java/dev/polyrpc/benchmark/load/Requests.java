package dev.polyrpc.benchmark.load;

import io.netty.buffer.ByteBuf;

/** Writes requests as bytes. For use by one thread. */
@FunctionalInterface
public interface Requests {
    /** Appends the next one. */
    void next(ByteBuf out);
}
