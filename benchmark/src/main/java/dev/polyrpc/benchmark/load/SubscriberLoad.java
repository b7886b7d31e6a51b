package dev.polyrpc.benchmark.load;

import dev.polyrpc.benchmark.stack.Connections;
import dev.polyrpc.benchmark.stack.SampleMessages;
import dev.polyrpc.proto.product.v1.AdjustInventoryRequest;
import dev.polyrpc.proto.product.v1.AdjustInventoryResponse;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.WatchInventoryRequest;
import dev.polyrpc.proto.product.v1.WatchInventoryResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Many who watch all stock while it changes, so that each change goes to all of them: another one is made whenever as many
 * events as there are watchers have come.
 */
public final class SubscriberLoad extends StreamLoad {
    private static final int ASKED_FOR_AT_ONCE = 256;
    private static final WatchInventoryRequest ALL = WatchInventoryRequest.getDefaultInstance();

    private final int subscribers;
    private final int underWay;
    private final int products;
    private final SplittableRandom random = new SplittableRandom(42);
    private final List<Subscriber> open = new ArrayList<>(); // this and what follows: touched on the event loop alone
    private int accepted;
    private int ended;
    private long come;

    /**
     * Watches over these connections.
     *
     * @param subscribers a multiple of the connections
     * @param underWay changes that not all have been told of
     * @param products in the catalogue
     */
    public SubscriberLoad(Connections connections, Callers callers, int subscribers, int underWay, int products) {
        super(connections, callers);
        this.subscribers = subscribers;
        this.underWay = underWay;
        this.products = products;
    }

    @Override
    void open(int number) {
        if (number == 0) {
            open.clear();
            accepted = 0;
            ended = 0;
            come = 0;
        }
        for (int n = number; n < subscribers; n += connections.count()) {
            Subscriber subscriber = new Subscriber(n);
            open.add(subscriber);
            subscriber.start();
        }
    }

    @Override
    void stop() {
        open.forEach(Subscriber::cancel);
    }

    private void accepted() {
        if (++accepted == subscribers) {
            for (int n = 0; n < underWay; n++) {
                change();
            }
        }
    }

    private void received() {
        counter.done(1);
        if (++come % subscribers == 0 && isRunning()) {
            change();
        }
    }

    private void change() {
        ClientCall<AdjustInventoryRequest, AdjustInventoryResponse> call = connections
                .get(random.nextInt(connections.count()))
                .newCall(ProductMgmtServiceGrpc.getAdjustInventoryMethod(), callers.unary());
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        if (!status.isOk()) {
                            fail(status.asException());
                        }
                    }
                },
                callers.headers(random.nextInt(Integer.MAX_VALUE)));
        call.request(2);
        call.sendMessage(AdjustInventoryRequest.newBuilder()
                .setProductId(SampleMessages.productId(random.nextInt(products)))
                .setChange(1)
                .setRequestId(RequestIds.next())
                .build());
        call.halfClose();
    }

    private final class Subscriber extends ClientCall.Listener<WatchInventoryResponse> {
        private final int number;
        private final ClientCall<WatchInventoryRequest, WatchInventoryResponse> call;
        private int unread = ASKED_FOR_AT_ONCE;

        Subscriber(int number) {
            this.number = number;
            this.call = connections
                    .get(number)
                    .newCall(ProductMgmtServiceGrpc.getWatchInventoryMethod(), CallOptions.DEFAULT);
        }

        void start() {
            call.start(this, callers.headers(number));
            call.request(ASKED_FOR_AT_ONCE);
            call.sendMessage(ALL);
            call.halfClose();
        }

        void cancel() {
            call.cancel("seen enough", null);
        }

        @Override
        public void onHeaders(Metadata headers) {
            accepted();
        }

        @Override
        public void onMessage(WatchInventoryResponse event) {
            if (--unread == ASKED_FOR_AT_ONCE / 2) {
                unread = ASKED_FOR_AT_ONCE;
                call.request(ASKED_FOR_AT_ONCE / 2);
            }
            received();
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            if (status.getCode() != Status.Code.CANCELLED) {
                fail(status.asException());
            }
            if (++ended % (subscribers / connections.count()) == 0) {
                ended(); // one for each connection, the last of them when all have ended
            }
        }
    }
}
