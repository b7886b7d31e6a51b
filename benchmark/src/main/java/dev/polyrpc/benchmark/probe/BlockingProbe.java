package dev.polyrpc.benchmark.probe;

import dev.polyrpc.benchmark.measure.Figure;
import dev.polyrpc.benchmark.stack.Arena;
import dev.polyrpc.benchmark.stack.Contestant;
import dev.polyrpc.benchmark.stack.SampleMessages;
import dev.polyrpc.benchmark.stack.Work;
import dev.polyrpc.proto.product.v1.GetProductRequest;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.thrift.common.v1.CallContext;
import dev.polyrpc.thrift.product.v1.ProductMgmtService;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
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
    private static final String GRPC = "bare gRPC";
    private static final String THRIFT = "bare Thrift, thread pool";
    private static final int CALLERS = 32;
    private static final long LEARNING_MS = 3_000;
    private static final int TURNS = 5;
    private static final long WINDOW_MS = 1_000;

    private final Arena arena;
    private final Rounds rounds;

    BlockingProbe(Arena arena, Rounds rounds) {
        this.arena = arena;
        this.rounds = rounds;
    }

    @Override
    public List<String> goals() {
        return List.of("P3");
    }

    @Override
    public boolean wantsContestants() {
        return true;
    }

    @Override
    public List<Reading> measure(boolean quick, Consumer<String> progress) throws IOException, InterruptedException {
        try (Contestant grpc = arena.enter(Entries.of(GRPC, Work.GET));
                Contestant thrift = arena.enter(Entries.of(THRIFT, Work.GET))) {
            ManagedChannel channel = NettyChannelBuilder.forAddress(
                            "localhost", grpc.servers().get(0).port("grpc"))
                    .usePlaintext()
                    .build();
            int port = thrift.servers().get(0).port("thrift");
            try {
                progress.accept("%d callers with blocking stubs, to learn by".formatted(CALLERS));
                perSecond(LEARNING_MS, () -> grpc(channel));
                perSecond(LEARNING_MS, () -> thrift(port));
                progress.accept("%d callers with blocking stubs".formatted(CALLERS));
                List<Figure> figures = rounds.interleaved(
                        TURNS,
                        List.of(
                                () -> perSecond(WINDOW_MS, () -> grpc(channel)),
                                () -> perSecond(WINDOW_MS, () -> thrift(port))));
                return List.of(
                        new Reading("P3", "blocking-grpc", "32 blocking callers, bare gRPC", "calls/s", figures.get(0)),
                        new Reading(
                                "P3",
                                "blocking-thrift",
                                "32 blocking callers, bare Thrift",
                                "calls/s",
                                figures.get(1)));
            } finally {
                channel.shutdownNow();
            }
        } finally {
            arena.retire(GRPC);
            arena.retire(THRIFT);
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
}
