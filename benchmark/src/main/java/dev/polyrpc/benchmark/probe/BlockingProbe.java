package dev.polyrpc.benchmark.probe;

import dev.polyrpc.benchmark.stack.Arena;
import dev.polyrpc.benchmark.stack.Contestant;
import dev.polyrpc.benchmark.stack.Entry;
import dev.polyrpc.benchmark.stack.SampleMessages;
import dev.polyrpc.benchmark.stack.Work;
import dev.polyrpc.proto.product.v1.GetProductRequest;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.thrift.common.v1.CallContext;
import dev.polyrpc.thrift.product.v1.ProductMgmtService;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.transport.TSocket;
import org.apache.thrift.transport.layered.TFramedTransport;

/** Callers that wait for each answer, with the libraries' own blocking stubs, as most programs call. */
final class BlockingProbe implements Probe {
    private static final int CALLERS = 32;

    private final Arena arena;

    BlockingProbe(Arena arena) {
        this.arena = arena;
    }

    @Override
    public List<String> goals() {
        return List.of("P3");
    }

    @Override
    public List<Reading> measure(boolean quick, Consumer<String> progress) throws IOException, InterruptedException {
        int rounds = quick ? 3 : 5;
        long millis = quick ? 1_000 : 2_000;
        try (Contestant grpc = arena.enter(entry("bare gRPC"));
                Contestant thrift = arena.enter(entry("bare Thrift, thread pool"))) {
            ManagedChannel channel = NettyChannelBuilder.forAddress(
                            "localhost", grpc.servers().get(0).port("grpc"))
                    .usePlaintext()
                    .build();
            try {
                progress.accept("%d callers with blocking stubs, gRPC".formatted(CALLERS));
                var overGrpc = Rounds.of(rounds, () -> perSecond(millis, () -> grpc(channel)));
                progress.accept("%d callers with blocking stubs, Thrift".formatted(CALLERS));
                int port = thrift.servers().get(0).port("thrift");
                var overThrift = Rounds.of(rounds, () -> perSecond(millis, () -> thrift(port)));
                return List.of(
                        new Reading("P3", "blocking-grpc", "32 blocking callers, bare gRPC", "calls/s", overGrpc),
                        new Reading(
                                "P3", "blocking-thrift", "32 blocking callers, bare Thrift", "calls/s", overThrift));
            } finally {
                channel.shutdownNow();
            }
        }
    }

    /** One caller's way to make a call, with what it closes in the end. */
    private interface Caller extends AutoCloseable {
        void call() throws TException;

        @Override
        void close();
    }

    private static Caller grpc(ManagedChannel channel) {
        var stub = ProductMgmtServiceGrpc.newBlockingStub(channel);
        var request = GetProductRequest.newBuilder()
                .setProductId(SampleMessages.productId(0))
                .build();
        return new Caller() {
            @Override
            public void call() {
                stub.getProduct(request);
            }

            @Override
            public void close() {}
        };
    }

    private static Caller thrift(int port) throws TException {
        TFramedTransport transport = new TFramedTransport(new TSocket("localhost", port));
        transport.open();
        var client = new ProductMgmtService.Client(new TCompactProtocol(transport));
        var request = new dev.polyrpc.thrift.product.v1.GetProductRequest().setProductId(SampleMessages.productId(0));
        return new Caller() {
            @Override
            public void call() throws TException {
                client.getProduct(new CallContext(), request);
            }

            @Override
            public void close() {
                transport.close();
            }
        };
    }

    private static double perSecond(long millis, Callable<Caller> callers) throws IOException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        try {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            List<Future<Long>> calls = new ArrayList<>();
            for (int n = 0; n < CALLERS; n++) {
                calls.add(threads.submit(() -> until(end, callers)));
            }
            long done = 0;
            for (Future<Long> future : calls) {
                done += future.get();
            }
            return done * 1e3 / millis;
        } catch (ExecutionException e) {
            throw new IOException(e);
        } finally {
            threads.shutdownNow();
        }
    }

    private static long until(long end, Callable<Caller> callers) throws Exception {
        long done = 0;
        try (Caller caller = callers.call()) {
            while (System.nanoTime() < end) {
                caller.call();
                done++;
            }
        }
        return done;
    }

    private static Entry entry(String server) {
        return Arena.entries().stream()
                .filter(entry -> entry.server().equals(server) && entry.work() == Work.GET)
                .findFirst()
                .orElseThrow();
    }
}
