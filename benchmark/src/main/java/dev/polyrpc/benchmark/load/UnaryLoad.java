package dev.polyrpc.benchmark.load;

import dev.polyrpc.benchmark.stack.Connections;
import dev.polyrpc.proto.product.v1.GetProductRequest;
import dev.polyrpc.proto.product.v1.GetProductResponse;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.HdrHistogram.Histogram;

/** A number of callers, each of whom reads one product at random after the other. All of them live on the event loop. */
public final class UnaryLoad implements Load {
    private final Connections connections;
    private final Callers callers;
    private final List<GetProductRequest> requests;
    private final int inFlight;
    private final SplittableRandom random = new SplittableRandom(42);
    private final CompletableFuture<Void> failure = new CompletableFuture<>();
    private final Histogram latencies = Tally.histogram();
    private CountDownLatch ended = new CountDownLatch(0);
    private volatile boolean running;

    /** Keeps so many calls in flight, over all connections. */
    public UnaryLoad(Connections connections, Callers callers, List<GetProductRequest> requests, int inFlight) {
        this.connections = connections;
        this.callers = callers;
        this.requests = requests; // no copy: there may be many
        this.inFlight = inFlight;
    }

    @Override
    public CompletionStage<Void> begin() {
        ended = new CountDownLatch(inFlight);
        running = true;
        connections.loop().execute(() -> {
            for (int n = 0; n < inFlight; n++) {
                new Slot(n).send();
            }
        });
        return failure.minimalCompletionStage();
    }

    @Override
    public Tally mark() {
        return CompletableFuture.supplyAsync(
                        () -> {
                            Tally tally = new Tally(latencies.getTotalCount(), latencies.copy(), 0, 0, 0);
                            latencies.reset();
                            return tally;
                        },
                        connections.loop())
                .join();
    }

    @Override
    public void end() throws InterruptedException {
        running = false;
        ended.await();
    }

    /** One caller; its listener serves all its calls, as they come one after the other. */
    private final class Slot extends ClientCall.Listener<GetProductResponse> {
        private final int number;
        private long start;

        Slot(int number) {
            this.number = number;
        }

        void send() {
            GetProductRequest request = requests.get(random.nextInt(requests.size()));
            ClientCall<GetProductRequest, GetProductResponse> call =
                    connections.get(number).newCall(ProductMgmtServiceGrpc.getGetProductMethod(), callers.unary());
            start = System.nanoTime();
            call.start(this, callers.headers(random.nextInt(Integer.MAX_VALUE)));
            call.request(2); // as generated stubs do, so that a second answer would be seen
            call.sendMessage(request);
            call.halfClose();
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            if (status.isOk()) {
                latencies.recordValue(System.nanoTime() - start);
            } else {
                running = false;
                failure.completeExceptionally(status.asException());
            }
            if (running) {
                send();
            } else {
                ended.countDown();
            }
        }
    }
}
