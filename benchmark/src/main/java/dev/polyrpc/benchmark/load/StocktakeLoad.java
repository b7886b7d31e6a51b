package dev.polyrpc.benchmark.load;

import dev.polyrpc.benchmark.stack.Connections;
import dev.polyrpc.benchmark.stack.SampleMessages;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.ReconcileInventoryRequest;
import dev.polyrpc.proto.product.v1.ReconcileInventoryResponse;
import dev.polyrpc.proto.product.v1.Stock;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.List;

/**
 * A stocktake on each connection, of shelves on which all is as it should be: each count is answered, and then the next of
 * that product is sent.
 */
public final class StocktakeLoad extends StreamLoad {
    private final List<Stock> stocks;
    private final long[] starts;

    /**
     * Counts the first products.
     *
     * @param stocks of the products that are counted, one of each in flight
     */
    public StocktakeLoad(Connections connections, Callers callers, List<Stock> stocks) {
        super(connections, callers);
        this.stocks = List.copyOf(stocks);
        this.starts = new long[stocks.size()];
    }

    @Override
    void open(int number) {
        new Stocktake(number).start();
    }

    /** One stream, with every so-manieth of the products. */
    private final class Stocktake extends ClientCall.Listener<ReconcileInventoryResponse> {
        private final int number;
        private final ClientCall<ReconcileInventoryRequest, ReconcileInventoryResponse> call;
        private int unanswered;

        Stocktake(int number) {
            this.number = number;
            this.call = connections
                    .get(number)
                    .newCall(ProductMgmtServiceGrpc.getReconcileInventoryMethod(), CallOptions.DEFAULT);
        }

        void start() {
            call.start(this, callers.headers(number));
            call.request(stocks.size() + 1);
            for (int product = number; product < stocks.size(); product += connections.count()) {
                count(product);
            }
        }

        private void count(int product) {
            starts[product] = System.nanoTime();
            unanswered++;
            Stock stock = stocks.get(product);
            call.sendMessage(ReconcileInventoryRequest.newBuilder()
                    .setProductId(SampleMessages.productId(product))
                    .setCounted(stock.getOnHand())
                    .setStockVersion(stock.getStockVersion())
                    .setItem(product + 1)
                    .setRequestId(RequestIds.next())
                    .build());
        }

        @Override
        public void onMessage(ReconcileInventoryResponse answer) {
            call.request(1);
            unanswered--;
            if (!answer.hasConfirmed()) {
                fail(new IllegalStateException("not confirmed: " + answer));
            }
            int product = (int) answer.getItem() - 1;
            counter.answered(System.nanoTime() - starts[product]);
            if (isRunning()) {
                count(product);
            } else if (unanswered == 0) {
                call.halfClose();
            }
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            if (!status.isOk()) {
                fail(status.asException());
            } else if (isRunning()) {
                fail(new IllegalStateException("the server has ended the stream"));
            }
            ended();
        }
    }
}
