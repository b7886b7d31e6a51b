package dev.polyrpc.systemtest;

import dev.polyrpc.proto.product.v1.AdjustInventoryResponse;
import dev.polyrpc.proto.product.v1.GetProductResponse;
import dev.polyrpc.proto.returns.v1.InitiateReturnResponse;
import dev.polyrpc.proto.returns.v1.ListReturnsRequest;
import dev.polyrpc.proto.returns.v1.ListReturnsResponse;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * 200 calls a second, whatever becomes of those before: reads and changes of stock over both wires, reads of returns and new
 * ones, and queries through the gateway that ask both services. Two clients call, as no one may do all of it.
 */
final class SteadyLoad implements AutoCloseable {
    private static final int PER_SECOND = 200;
    /** Queries one after the other at first: a gateway that has just started takes its time. */
    private static final int WARM_UP = 50;

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final FollowingClient staff;
    private final FollowingThrift staffByThrift;
    private final FollowingClient customer;
    private final String product;
    private final long start = System.nanoTime();
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger started = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicReference<Took> slowest = new AtomicReference<>(new Took("none", 0, 0));
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    private SteadyLoad(Landscape landscape, String product) {
        this.staff = new FollowingClient(landscape, "warehouse");
        this.staffByThrift = new FollowingThrift(landscape, staff);
        this.customer = new FollowingClient(landscape, "alice");
        this.product = product;
    }

    /** Begins to call. */
    static SteadyLoad start(Landscape landscape, String product) {
        SteadyLoad load = new SteadyLoad(landscape, product);
        for (int i = 0; i < WARM_UP; i++) {
            load.query().toCompletableFuture().join();
        }
        ScheduledFuture<?> unused = load.ticks.scheduleAtFixedRate(
                load::tick, 0, TimeUnit.SECONDS.toNanos(1) / PER_SECOND, TimeUnit.NANOSECONDS);
        return load;
    }

    FollowingClient staff() {
        return staff;
    }

    /** The next calls take tokens that are issued now. */
    void renewTokens() {
        staff.renewTokens();
        customer.renewTokens();
    }

    /** Waits until so many more calls were answered, or one failed. */
    void awaitMore(int calls) {
        int goal = answered.get() + calls;
        Eventually.until(calls + " more answers", LIMIT, () -> answered.get() >= goal || !failures.isEmpty());
    }

    /** Lets the calls under way end; answers every one that failed, equal ones once, with their number. */
    Map<String, Integer> stop() {
        ticks.shutdownNow();
        Eventually.until("all calls have ended", LIMIT, () -> answered.get() + failures.size() == started.get());
        Map<String, Integer> counts = new TreeMap<>();
        failures.forEach(failure -> counts.merge(failure, 1, Integer::sum));
        return counts;
    }

    @Override
    public void close() {
        ticks.shutdownNow();
        staffByThrift.close();
        staff.close();
        customer.close();
    }

    @Override
    public String toString() {
        return "%d calls, %d failed, the slowest: %s".formatted(started.get(), failures.size(), slowest);
    }

    private void tick() {
        int number = started.getAndIncrement();
        long begun = System.nanoTime();
        String name = List.of(
                        "read",
                        "thrift read",
                        "adjust",
                        "list",
                        "query",
                        "read",
                        "thrift adjust",
                        "open",
                        "read",
                        "list")
                .get(number % 10);
        call(name).whenComplete((answer, failure) -> {
            slowest.accumulateAndGet(new Took(name, begun - start, System.nanoTime() - begun), Took::longer);
            if (failure == null) {
                answered.incrementAndGet();
            } else {
                failures.add("%s %s: %s".formatted(Instant.now().truncatedTo(ChronoUnit.SECONDS), name, failure));
            }
        });
    }

    private CompletionStage<?> call(String name) {
        try {
            return switch (name) {
                case "read" -> read();
                case "thrift read" -> staffByThrift.read(product);
                case "adjust" -> adjust();
                case "thrift adjust" -> staffByThrift.adjust(product);
                case "list" -> list();
                case "open" -> open();
                default -> query();
            };
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private CompletionStage<GetProductResponse> read() {
        return answer(observer -> staff.products().getProduct(Shop.get(product), observer));
    }

    private CompletionStage<AdjustInventoryResponse> adjust() {
        return answer(observer -> staff.products().adjustInventory(Shop.adjustment(product, 1), observer));
    }

    private CompletionStage<ListReturnsResponse> list() {
        ListReturnsRequest newest =
                ListReturnsRequest.newBuilder().setPageSize(1).build();
        return answer(observer -> customer.returns().listReturns(newest, observer));
    }

    private CompletionStage<InitiateReturnResponse> open() {
        return answer(observer -> customer.returns().initiateReturn(Shop.opening(product, 1), observer));
    }

    private CompletionStage<String> query() {
        return customer.ask("{\"query\":\"{ returns(first: 1) { nodes { state product { name } } } }\"}");
    }

    /** A call, when it began and how long it took, in nanoseconds. */
    private record Took(String name, long begun, long time) {
        static Took longer(Took one, Took other) {
            return one.time >= other.time ? one : other;
        }

        @Override
        public String toString() {
            return "%s, %d ms, after %d s"
                    .formatted(name, TimeUnit.NANOSECONDS.toMillis(time), TimeUnit.NANOSECONDS.toSeconds(begun));
        }
    }

    private static <A> CompletionStage<A> answer(Consumer<StreamObserver<A>> call) {
        CompletableFuture<A> answer = new CompletableFuture<>();
        call.accept(new StreamObserver<>() {
            @Override
            public void onNext(A value) {
                answer.complete(value);
            }

            @Override
            public void onError(Throwable failure) {
                answer.completeExceptionally(failure);
            }

            @Override
            public void onCompleted() {
                // the answer has come before
            }
        });
        return answer;
    }
}
