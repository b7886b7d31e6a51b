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

/** Clients that read one product again and again, with the retries that every client of ours has. */
final class Readers implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final ManagedChannel channel;
    private final ProductMgmtServiceBlockingStub products;
    private final String product;
    private final ExecutorService threads;
    private final AtomicInteger answered = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean reading = true;

    private Readers(ManagedChannel channel, Landscape landscape, String product, int count) {
        this.channel = channel;
        this.products = ProductMgmtServiceGrpc.newBlockingStub(
                        Wire.authorized(channel, () -> landscape.token("auditor", Built.PRODUCT_MGMT)))
                .withWaitForReady();
        this.product = product;
        this.threads = Executors.newFixedThreadPool(count);
    }

    static Readers start(Landscape landscape, String product, int count) {
        ManagedChannel channel = GrpcChannels.open(
                "localhost:" + landscape.port(Built.PRODUCT_MGMT),
                TlsIdentity.load(landscape.certificates(), "auditor").grpcClient(Built.PRODUCT_MGMT.label()),
                ProductMgmtServiceGrpc.getServiceDescriptor());
        Readers readers = new Readers(channel, landscape, product, count);
        for (int i = 0; i < count; i++) {
            readers.threads.execute(readers::read);
        }
        return readers;
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

    @Override
    public void close() {
        reading = false;
        channel.shutdownNow();
        threads.shutdownNow();
    }

    private void read() {
        while (reading) {
            try {
                products.withDeadlineAfter(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                        .getProduct(Shop.get(product));
                answered.incrementAndGet();
            } catch (StatusRuntimeException failure) {
                if (reading) {
                    failures.add(failure.toString());
                }
            }
        }
    }
}
