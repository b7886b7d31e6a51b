package dev.polyrpc.systemtest;

import dev.polyrpc.proto.product.v1.AdjustInventoryRequest;
import dev.polyrpc.proto.returns.v1.CancelReturnRequest;
import dev.polyrpc.proto.returns.v1.InitiateReturnRequest;
import dev.polyrpc.proto.returns.v1.InspectReturnRequest;
import dev.polyrpc.proto.returns.v1.ReturnReason;
import dev.polyrpc.proto.returns.v1.Verdict;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Four clients at work on a few products: one opens returns, one inspects them, one cancels them, one adjusts stock. */
final class Workload implements AutoCloseable {
    static final List<String> PRODUCTS = List.of("chai", "chang", "tofu", "ikura", "konbu");
    static final String NO_PRODUCT = "no-such-product";

    private final Landscape landscape;
    private final Answers answers = new Answers();
    private final BlockingQueue<String> toInspect = new LinkedBlockingQueue<>(32);
    private final BlockingQueue<String> toCancel = new LinkedBlockingQueue<>(32);
    private final Semaphore toAdjust = new Semaphore(0);
    private final ExecutorService clients = Executors.newFixedThreadPool(4);
    private volatile boolean working = true;

    private Workload(Landscape landscape) {
        this.landscape = landscape;
    }

    /** Sets the clients to work; what they do is drawn from the seed. */
    static Workload start(Landscape landscape, long seed) {
        Workload workload = new Workload(landscape);
        Random seeds = new Random(seed);
        workload.client(seeds.nextLong(), workload::open);
        workload.client(seeds.nextLong(), workload::inspect);
        workload.client(seeds.nextLong(), workload::cancel);
        workload.client(seeds.nextLong(), workload::adjust);
        return workload;
    }

    Answers answers() {
        return answers;
    }

    /** Lets each client finish what it is at, and stops. */
    void stop() {
        working = false;
        clients.shutdown();
        try {
            if (!clients.awaitTermination(90, TimeUnit.SECONDS)) {
                throw new AssertionError("clients: still waiting for an answer after 90 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while stopping the clients", e);
        }
    }

    @Override
    public void close() {
        working = false;
        clients.shutdownNow();
    }

    private void client(long seed, Consumer<Random> work) {
        Random random = new Random(seed);
        clients.execute(() -> {
            while (working) {
                step(random, work);
            }
        });
    }

    private void step(Random random, Consumer<Random> work) {
        try {
            work.accept(random);
        } catch (StatusRuntimeException refusal) {
            if (refusal.getStatus().getCode() != Status.Code.FAILED_PRECONDITION) {
                answers.unexpected.add(refusal.toString());
            }
        } catch (RuntimeException e) {
            answers.unexpected.add(e.toString());
        }
    }

    private void open(Random random) {
        boolean known = random.nextInt(20) != 0;
        InitiateReturnRequest request = InitiateReturnRequest.newBuilder()
                .setOrder("order " + random.nextInt())
                .setProductId(known ? PRODUCTS.get(random.nextInt(PRODUCTS.size())) : NO_PRODUCT)
                .setQuantity(1 + random.nextInt(9))
                .setReason(ReturnReason.RETURN_REASON_UNWANTED)
                .setRequestId(UUID.randomUUID().toString())
                .build();
        try {
            var opened = definite(() -> landscape.returns("alice").initiateReturn(request))
                    .getProductReturn();
            answers.add(answers.opened, new Answers.Opened(request, opened));
            toAdjust.release();
            hand(opened.getReturnId(), random.nextInt(4));
        } catch (StatusRuntimeException refusal) {
            if (known || refusal.getStatus().getCode() != Status.Code.NOT_FOUND) {
                throw refusal;
            }
        }
    }

    /** One in four goes to both, who then race. */
    private void hand(String returnId, int lot) {
        if (lot != 0) {
            offer(toInspect, returnId);
        }
        if (lot <= 1) {
            offer(toCancel, returnId);
        }
    }

    private void inspect(Random random) {
        String returnId = take(toInspect);
        if (returnId.isEmpty()) {
            return;
        }
        InspectReturnRequest request = InspectReturnRequest.newBuilder()
                .setReturnId(returnId)
                .setVerdict(random.nextBoolean() ? Verdict.VERDICT_ACCEPT : Verdict.VERDICT_REJECT)
                .setNote("seen")
                .setRequestId(UUID.randomUUID().toString())
                .build();
        var decided = definite(() -> landscape.returns("warehouse").inspectReturn(request))
                .getProductReturn();
        answers.add(answers.inspected, new Answers.Inspected(request, decided));
    }

    private void cancel(Random random) {
        String returnId = take(toCancel);
        if (returnId.isEmpty()) {
            return;
        }
        CancelReturnRequest request = CancelReturnRequest.newBuilder()
                .setReturnId(returnId)
                .setRequestId(UUID.randomUUID().toString())
                .build();
        var withdrawn =
                definite(() -> landscape.returns("alice").cancelReturn(request)).getProductReturn();
        answers.add(answers.cancelled, new Answers.Cancelled(request, withdrawn));
    }

    /** One adjustment for each return opened, so that neither drowns the other. */
    private void adjust(Random random) {
        if (!acquire(toAdjust)) {
            return;
        }
        AdjustInventoryRequest request = AdjustInventoryRequest.newBuilder()
                .setProductId(PRODUCTS.get(random.nextInt(PRODUCTS.size())))
                .setChange(random.nextBoolean() ? 1 + random.nextInt(20) : -1 - random.nextInt(10))
                .setRequestId(UUID.randomUUID().toString())
                .build();
        var event = definite(() -> landscape.products("warehouse").adjustInventory(request))
                .getEvent();
        answers.add(answers.adjusted, new Answers.Adjusted(request, event));
    }

    private <A> A definite(Supplier<A> call) {
        return Patience.definite(landscape::reconnect, call);
    }

    private void offer(BlockingQueue<String> queue, String returnId) {
        try {
            while (working && !queue.offer(returnId, 100, TimeUnit.MILLISECONDS)) {
                Thread.onSpinWait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean acquire(Semaphore semaphore) {
        try {
            return semaphore.tryAcquire(100, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The next return to decide, or empty when there is none yet. */
    private static String take(BlockingQueue<String> queue) {
        try {
            String returnId = queue.poll(100, TimeUnit.MILLISECONDS);
            return returnId == null ? "" : returnId;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
