package dev.polyrpc.benchmark.load;

import dev.polyrpc.benchmark.stack.Connections;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.WatchInventoryRequest;
import dev.polyrpc.proto.product.v1.WatchInventoryResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;

/** A watcher on each connection that reads events as fast as they come, and begins anew after the last. */
public final class WatchLoad implements Load {
    private static final int ASKED_FOR_AT_ONCE = 512;

    private final Connections connections;
    private final Callers callers;
    private final WatchInventoryRequest request;
    private final long last;
    private final Counter counter;
    private final List<Reader> readers = new ArrayList<>();
    private final CompletableFuture<Void> failure = new CompletableFuture<>();
    private CountDownLatch ended = new CountDownLatch(0);
    private volatile boolean running;

    /**
     * Reads over all of these connections.
     *
     * @param after position to begin after
     * @param last position of the last event there is
     */
    public WatchLoad(Connections connections, Callers callers, long after, long last) {
        this.connections = connections;
        this.callers = callers;
        this.request = WatchInventoryRequest.newBuilder().setAfter(after).build();
        this.last = last;
        this.counter = new Counter(connections.loop(), connections.traffic());
    }

    @Override
    public CompletionStage<Void> begin() {
        ended = new CountDownLatch(connections.count());
        running = true;
        connections.loop().execute(() -> {
            readers.clear();
            for (int n = 0; n < connections.count(); n++) {
                Reader reader = new Reader(n);
                readers.add(reader);
                reader.start();
            }
        });
        return failure.minimalCompletionStage();
    }

    @Override
    public Tally mark() {
        return counter.mark();
    }

    @Override
    public void end() throws InterruptedException {
        running = false;
        connections.loop().execute(() -> readers.forEach(Reader::cancel));
        ended.await();
    }

    /** One watcher, from one call to the next. */
    private final class Reader {
        private final int number;
        private ClientCall<WatchInventoryRequest, WatchInventoryResponse> call;
        private int unread;

        Reader(int number) {
            this.number = number;
            this.call = newCall();
        }

        void start() {
            unread = ASKED_FOR_AT_ONCE;
            call.start(
                    new ClientCall.Listener<>() {
                        @Override
                        public void onMessage(WatchInventoryResponse message) {
                            counter.done(1);
                            read(message.getEvent().getPosition());
                        }

                        @Override
                        public void onClose(Status status, Metadata trailers) {
                            closed(status);
                        }
                    },
                    callers.headers(number));
            call.request(ASKED_FOR_AT_ONCE);
            call.sendMessage(request);
            call.halfClose();
        }

        void cancel() {
            call.cancel("read enough", null);
        }

        private void read(long position) {
            if (position == last) {
                cancel();
            } else if (--unread == ASKED_FOR_AT_ONCE / 2) {
                call.request(ASKED_FOR_AT_ONCE / 2);
                unread += ASKED_FOR_AT_ONCE / 2;
            }
        }

        private void closed(Status status) {
            if (status.getCode() != Status.Code.CANCELLED) {
                running = false;
                failure.completeExceptionally(status.asException());
            }
            if (running) {
                call = newCall();
                start();
            } else {
                ended.countDown();
            }
        }

        private ClientCall<WatchInventoryRequest, WatchInventoryResponse> newCall() {
            return connections
                    .get(number)
                    .newCall(ProductMgmtServiceGrpc.getWatchInventoryMethod(), CallOptions.DEFAULT);
        }
    }
}
