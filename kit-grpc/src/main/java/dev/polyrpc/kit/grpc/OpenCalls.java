package dev.polyrpc.kit.grpc;

import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the calls that the wire is not done with: closed or not, the client may still have to read. */
final class OpenCalls extends ServerStreamTracer.Factory {
    private final AtomicInteger count = new AtomicInteger();
    private final ServerStreamTracer tracer = new ServerStreamTracer() { // one for all calls
                @Override
                public void streamClosed(Status status) {
                    count.decrementAndGet();
                }
            };

    @Override
    public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
        count.incrementAndGet();
        return tracer;
    }

    int count() {
        return count.get();
    }
}
