package dev.polyrpc.systemtest;

import dev.polyrpc.kit.grpc.GrpcChannels;
import dev.polyrpc.kit.tls.TlsIdentity;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc.ProductMgmtServiceBlockingStub;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that read one product and add a unit to its stock, again and again, with the retries that every client of ours
 * has.
 */
final class SteadyClients implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final ManagedChannel channel;
    private final ProductMgmtServiceBlockingStub products;
    private final String product;
    private final ExecutorService threads;
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger added = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean working = true;

    private SteadyClients(ManagedChannel channel, Landscape landscape, String product, int count) {
        this.channel = channel;
        this.products = ProductMgmtServiceGrpc.newBlockingStub(
                        Wire.authorized(channel, () -> landscape.token("warehouse", Built.PRODUCT_MGMT)))
                .withWaitForReady();
        this.product = product;
        this.threads = Executors.newFixedThreadPool(count);
    }

    static SteadyClients start(Landscape landscape, String product, int count) {
        ManagedChannel channel = GrpcChannels.open(
                "localhost:" + landscape.port(Built.PRODUCT_MGMT),
                TlsIdentity.load(landscape.certificates(), "warehouse").grpcClient(Built.PRODUCT_MGMT.label()),
                ProductMgmtServiceGrpc.getServiceDescriptor());
        SteadyClients clients = new SteadyClients(channel, landscape, product, count);
        for (int i = 0; i < count; i++) {
            clients.threads.execute(clients::call);
        }
        return clients;
    }

    /** Waits until so many more calls were answered. */
    void awaitMore(int calls) {
        int goal = answered.get() + calls;
        Eventually.until(calls + " more answers", LIMIT, () -> answered.get() >= goal || !failures.isEmpty());
    }

    /** Every call that failed. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    /** Lets each client finish its call; answers the units that were added in all. */
    int stop() throws InterruptedException {
        working = false;
        threads.shutdown();
        if (!threads.awaitTermination(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("a call went on for more than " + LIMIT);
        }
        return added.get();
    }

    @Override
    public void close() {
        working = false;
        threads.shutdownNow();
        channel.shutdownNow();
    }

    private void call() {
        while (working) {
            try {
                inTime().getProduct(Shop.get(product));
                answered.incrementAndGet();
                inTime().adjustInventory(Shop.adjustment(product, 1));
                answered.incrementAndGet();
                added.incrementAndGet();
            } catch (StatusRuntimeException failure) {
                failures.add(failure.toString());
            }
        }
    }

    private ProductMgmtServiceBlockingStub inTime() {
        return products.withDeadlineAfter(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }
}
