package dev.polyrpc.kit.grpc;

import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PoolChunkListMetric;
import io.netty.buffer.PoolChunkMetric;
import io.netty.buffer.PooledByteBufAllocator;
import java.lang.reflect.Method;

/** What gRPC's connections hold in buffers, those of clients and servers of this process. */
final class NettyMemory {
    private static final PooledByteBufAllocator ALLOCATOR = allocator();

    private NettyMemory() {}

    static int usedBytes() {
        int used = 0;
        for (PoolArenaMetric arena : ALLOCATOR.metric().directArenas()) {
            for (PoolChunkListMetric chunks : arena.chunkLists()) {
                for (PoolChunkMetric chunk : chunks) {
                    used += chunk.chunkSize() - chunk.freeBytes();
                }
            }
        }
        return used;
    }

    private static PooledByteBufAllocator allocator() {
        try {
            Method shared =
                    Class.forName("io.grpc.netty.Utils").getDeclaredMethod("getByteBufAllocator", boolean.class);
            shared.setAccessible(true); // gRPC shows it to nobody
            return (PooledByteBufAllocator) shared.invoke(null, false);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
