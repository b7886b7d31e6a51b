package dev.polyrpc.client.demo;

import dev.polyrpc.client.session.Session;
import dev.polyrpc.client.stream.Calls;
import dev.polyrpc.client.stream.Reconnection;
import dev.polyrpc.client.stream.ResumingWatch;
import dev.polyrpc.proto.returns.v1.ProductReturn;
import dev.polyrpc.proto.returns.v1.ReturnServiceGrpc;
import dev.polyrpc.proto.returns.v1.WatchReturnsRequest;
import dev.polyrpc.proto.returns.v1.WatchReturnsResponse;
import org.jspecify.annotations.Nullable;

/** What a customer sees of her returns over gRPC, from now on. For use by one thread. */
final class ReturnWatch implements AutoCloseable {
    private final ResumingWatch<WatchReturnsRequest, WatchReturnsResponse> watch;

    ReturnWatch(Session customer, Reconnection reconnection) {
        this.watch = new ResumingWatch<>(
                Calls.lasting(customer.returnStreams(), ReturnServiceGrpc.getWatchReturnsMethod()),
                ReturnWatch::request,
                WatchReturnsResponse::getPosition,
                null,
                reconnection);
    }

    void awaitAccepted() throws InterruptedException {
        watch.awaitAccepted();
    }

    /** The return that has changed next. */
    ProductReturn next() throws InterruptedException {
        WatchReturnsResponse next = watch.next();
        if (next == null) {
            throw new IllegalStateException("the watch was closed");
        }
        return next.getProductReturn();
    }

    @Override
    public void close() {
        watch.close();
    }

    private static WatchReturnsRequest request(@Nullable Long after) {
        WatchReturnsRequest.Builder request = WatchReturnsRequest.newBuilder();
        if (after != null) {
            request.setAfter(after);
        }
        return request.build();
    }
}
