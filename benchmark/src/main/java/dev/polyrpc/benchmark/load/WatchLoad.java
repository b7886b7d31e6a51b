package dev.polyrpc.benchmark.load;

import dev.polyrpc.benchmark.stack.Connections;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.WatchInventoryRequest;
import dev.polyrpc.proto.product.v1.WatchInventoryResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.HashMap;
import java.util.Map;

/** A watcher on each connection that reads events as fast as they come, and begins anew after the last. */
public final class WatchLoad extends StreamLoad {
    private static final int ASKED_FOR_AT_ONCE = 512;

    private final WatchInventoryRequest request;
    private final long last;
    private final Map<Integer, Reader> readers = new HashMap<>(); // touched on the event loop alone

    /**
     * Reads over all of these connections.
     *
     * @param after position to begin after
     * @param last position of the last event there is
     */
    public WatchLoad(Connections connections, Callers callers, long after, long last) {
        super(connections, callers);
        this.request = WatchInventoryRequest.newBuilder().setAfter(after).build();
        this.last = last;
    }

    @Override
    void open(int number) {
        Reader reader = new Reader(number);
        readers.put(number, reader);
        reader.start();
    }

    @Override
    void stop() {
        readers.values().forEach(Reader::cancel);
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
                fail(status.asException());
            }
            if (isRunning()) {
                call = newCall();
                start();
            } else {
                ended();
            }
        }

        private ClientCall<WatchInventoryRequest, WatchInventoryResponse> newCall() {
            return connections
                    .get(number)
                    .newCall(ProductMgmtServiceGrpc.getWatchInventoryMethod(), CallOptions.DEFAULT);
        }
    }
}
