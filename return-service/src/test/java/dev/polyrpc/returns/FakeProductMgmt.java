package dev.polyrpc.returns;

import dev.polyrpc.kit.call.Guard;
import dev.polyrpc.kit.failure.Failure;
import dev.polyrpc.kit.grpc.CallContext;
import dev.polyrpc.kit.grpc.GrpcServer;
import dev.polyrpc.kit.grpc.Statuses;
import dev.polyrpc.kit.identity.Caller;
import dev.polyrpc.kit.identity.TokenVerifier;
import dev.polyrpc.kit.identity.VerifierConfig;
import dev.polyrpc.kit.testing.TestCertificates;
import dev.polyrpc.kit.testing.TestIssuer;
import dev.polyrpc.kit.testing.TestPolicy;
import dev.polyrpc.kit.thrift.ThriftServer;
import dev.polyrpc.proto.product.v1.MoveStockRequest;
import dev.polyrpc.proto.product.v1.MoveStockResponse;
import dev.polyrpc.proto.product.v1.Movement;
import dev.polyrpc.proto.product.v1.ProductMgmtServiceGrpc;
import dev.polyrpc.proto.product.v1.ProductServiceProto;
import dev.polyrpc.thrift.product.v1.ProductMgmtService;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Product management as tests want it: a real server with real policy that carries out each movement once, and that can
 * refuse, hang, lose answers and die.
 */
final class FakeProductMgmt implements AutoCloseable {
    /** One call as it arrived. */
    record Call(MoveStockRequest request, Caller caller, String requestId) {}

    /** What becomes of one call. */
    enum Manner {
        /** Nothing is done and nothing said. */
        HANG,
        /** It is done, and nothing said. */
        DO_AND_HANG,
        /** Nothing is done until {@link #release}. */
        HOLD
    }

    private static final long PATIENCE_S = 10;

    private final TestIssuer issuer;
    private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
    private final Map<String, MoveStockRequest> effects = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Object> script = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Runnable> held = new ConcurrentLinkedQueue<>();
    private volatile String watched = "";
    private volatile @Nullable Object always;
    private final int port;
    private final int thriftPort;
    private GrpcServer server;
    private ThriftServer thriftServer;
    private boolean running = true;

    private FakeProductMgmt(TestIssuer issuer) {
        this.issuer = issuer;
        this.server = serve(0);
        this.port = server.port();
        this.thriftServer = serveThrift(0);
        this.thriftPort = thriftServer.port();
    }

    static FakeProductMgmt start(TestIssuer issuer) {
        return new FakeProductMgmt(issuer);
    }

    int port() {
        return port;
    }

    int thriftPort() {
        return thriftPort;
    }

    /** What becomes of the next calls: a {@link Failure}, or a {@link Manner}; after them all goes well. */
    void next(Object... outcomes) {
        script.addAll(List.of(outcomes));
    }

    /** What becomes of every call that {@link #next} says nothing of; null: all goes well. */
    void always(@Nullable Object outcome) {
        always = outcome;
    }

    /** From now on nothing is held; what was is done and answered. */
    void release() {
        always = null;
        for (Runnable call = held.poll(); call != null; call = held.poll()) {
            call.run();
        }
    }

    /** Waits for the next call. */
    Call call() throws InterruptedException {
        Call call = calls.poll(PATIENCE_S, TimeUnit.SECONDS);
        if (call == null) {
            throw new AssertionError("product management was not called");
        }
        return call;
    }

    /** Calls that arrived and were not taken. */
    List<Call> calls() {
        return List.copyOf(calls);
    }

    /** How often a movement took effect for the product that is watched. */
    long count(Movement movement) {
        return effects.values().stream()
                .filter(effect -> effect.getMovement() == movement)
                .filter(effect -> effect.getProductId().equals(watched))
                .count();
    }

    /** Forgets what was scripted and called; from now on scripts and calls are about this product, all else goes well. */
    void renew(String productId) {
        watched = productId;
        script.clear();
        release();
        calls.clear();
    }

    void stop() {
        server.close();
        thriftServer.close();
        running = false;
    }

    void startAgain() {
        server = serve(port);
        thriftServer = serveThrift(thriftPort);
        running = true;
    }

    @Override
    public void close() {
        if (running) {
            stop();
        }
    }

    private Guard guard() {
        return Guard.of(
                        TestCertificates.identity("product-mgmt"),
                        TestPolicy.of("product-mgmt"),
                        TokenVerifier.create(
                                new VerifierConfig(issuer.issuer(), "product-mgmt.polyrpc.test"), issuer.keys()))
                .timeouts(Duration.ofSeconds(30), Duration.ofMillis(1));
    }

    private GrpcServer serve(int port) {
        try {
            return GrpcServer.builder(port, guard()).add(new Service()).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ThriftServer serveThrift(int port) {
        try {
            return ThriftServer.builder(port, guard())
                    .add(
                            ProductServiceProto.getDescriptor().findServiceByName("ProductMgmtService"),
                            ThriftMoves.answering(this::moveStock),
                            ProductMgmtService.AsyncProcessor::new)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void moveStock(Call call, Consumer<@Nullable Failure> answer) {
        Object outcome = call.request().getProductId().equals(watched) ? scripted(call) : null;
        if (outcome instanceof Failure failure) {
            answer.accept(failure);
        } else if (outcome == Manner.HOLD) {
            held.add(() -> carryOut(call, answer));
        } else if (outcome == Manner.DO_AND_HANG) {
            effects.putIfAbsent(call.request().getMovementId(), call.request());
        } else if (outcome == null) {
            carryOut(call, answer);
        }
    }

    private void carryOut(Call call, Consumer<@Nullable Failure> answer) {
        effects.putIfAbsent(call.request().getMovementId(), call.request());
        answer.accept(null);
    }

    private @Nullable Object scripted(Call call) {
        calls.add(call);
        Object next = script.poll();
        return next == null ? always : next;
    }

    private final class Service extends ProductMgmtServiceGrpc.ProductMgmtServiceImplBase {
        @Override
        public void moveStock(MoveStockRequest request, StreamObserver<MoveStockResponse> responses) {
            ServerCallStreamObserver<MoveStockResponse> open = (ServerCallStreamObserver<MoveStockResponse>) responses;
            open.setOnCancelHandler(() -> {}); // may answer late
            String requestId = CallContext.requestId();
            FakeProductMgmt.this.moveStock(new Call(request, CallContext.caller(), requestId), failure -> {
                if (failure != null) {
                    responses.onError(Statuses.of(failure, requestId));
                } else {
                    responses.onNext(MoveStockResponse.getDefaultInstance());
                    responses.onCompleted();
                }
            });
        }
    }
}
